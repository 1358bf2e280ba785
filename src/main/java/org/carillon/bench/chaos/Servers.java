package org.carillon.bench.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;
import org.carillon.bench.cluster.Cluster;
import org.carillon.tool.ServerProcess;

/** Who is killed. Used by one thread. */
interface Servers extends AutoCloseable {
    /** Where SIP is spoken, whoever lives. */
    InetSocketAddress sip();

    /** Starts who is dead. */
    void launch() throws IOException;

    /** Waits until all serve. */
    void awaitReady() throws IOException, InterruptedException;

    /** SIGKILL for one of them. */
    void kill() throws InterruptedException;

    /** Whether others go on when one is killed. */
    boolean serveOn();

    @Override
    void close();

    /** One, which remembers what lies in its data directory. */
    static Servers one(ServerProcess.Place place) {
        return new Servers() {
            private Optional<ServerProcess> server = Optional.empty();

            @Override
            public InetSocketAddress sip() {
                return place.sip();
            }

            @Override
            public void launch() throws IOException {
                if (server.isEmpty()) {
                    server = Optional.of(ServerProcess.launch(place));
                }
            }

            @Override
            public void awaitReady() throws IOException, InterruptedException {
                server.orElseThrow().awaitReady();
            }

            @Override
            public void kill() throws InterruptedException {
                server.orElseThrow().kill();
                server = Optional.empty();
            }

            @Override
            public boolean serveOn() {
                return false;
            }

            @Override
            public void close() {
                server.ifPresent(ServerProcess::close);
            }
        };
    }

    /** Several, one of which is killed each time, by chance. */
    static Servers several(Cluster cluster, SplittableRandom random) {
        return new Servers() {
            @Override
            public InetSocketAddress sip() {
                return cluster.sip();
            }

            @Override
            public void launch() throws IOException {
                for (int node = 0; node < cluster.size(); node++) {
                    cluster.launch(node);
                }
            }

            @Override
            public void awaitReady() throws IOException, InterruptedException {
                cluster.awaitReady();
            }

            @Override
            public void kill() throws InterruptedException {
                cluster.kill(random.nextInt(cluster.size()));
            }

            @Override
            public boolean serveOn() {
                return true;
            }

            @Override
            public void close() {
                cluster.close();
            }
        };
    }
}
