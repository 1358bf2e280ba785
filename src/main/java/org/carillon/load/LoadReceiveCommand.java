package org.carillon.load;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.carillon.msrp.MsrpPath;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load receive}: one message in each session, then a report. */
@Command(
        name = "receive",
        description = {
            "Takes one message in each session and reports when all have ended. Passive with",
            "--listen; active with --to, where each session connects and binds itself by a SEND",
            "without content. In paths {n} is the number of the session, from 1."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all messages arrived whole", "1:not so", "2:wrong usage"},
        showDefaultValues = true)
final class LoadReceiveCommand implements Callable<Integer> {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Which side connects. */
    static final class Side {
        @Option(names = "--listen", paramLabel = "HOST:PORT", description = "takes connections")
        private Optional<String> listen = Optional.empty();

        @Option(
                names = "--to",
                paramLabel = "PATH",
                description = "To-Path of the binding SEND; once, or once for each session")
        private List<String> to = List.of();
    }

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Side side;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description = "our path, with --to; once, or once for each session")
    private List<String> from = List.of("msrp://127.0.0.1:9/sink-{n};tcp");

    @Option(names = "--sessions", paramLabel = "N", description = "each brings one message")
    private int sessions = 1;

    @Option(names = "--verify", description = "checks every octet, not only their number")
    private boolean verify;

    @Option(names = "--tls", description = "TLS; any certificate is taken")
    private boolean tls;

    @Option(names = "--certificate", paramLabel = "PEM", description = "with --listen --tls")
    private Path certificate = Path.of("certificate.pem");

    @Option(names = "--key", paramLabel = "PEM", description = "with --listen --tls")
    private Path key = Path.of("key.pem");

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "for all of it")
    private int timeout = 600;

    @Option(names = "--threads", paramLabel = "N", description = "that receive")
    private int threads = 1;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try (Sink sink = new Sink(threads, verify, InstantSource.system())) {
            open(sink);
            await(sink);
            LoadReport report = new LoadReport(sink.tally(), Optional.of(sink.latency().take()));
            spec.commandLine().getOut().println(json ? report.json() : report.line());
            return sink.tally().errors().isEmpty() ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("carillon load receive: " + e.getMessage());
            return 1;
        }
    }

    private void open(Sink sink) throws IOException, InterruptedException {
        try {
            if (side.listen.isPresent()) {
                int port = sink.listen(Paths.address(side.listen.get()), server());
                spec.commandLine().getErr().println("listening on port " + port);
            } else {
                sink.connect(routes(), client());
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Route> routes() {
        List<MsrpPath> to = Paths.of(side.to, sessions);
        List<MsrpPath> ours = Paths.of(from, sessions);
        return IntStream.range(0, sessions)
                .mapToObj(i -> new Route(Paths.firstHop(to.get(i)), to.get(i), ours.get(i)))
                .toList();
    }

    private Optional<SslContext> server() throws IOException {
        return tls
                ? Optional.of(
                        SslContextBuilder.forServer(certificate.toFile(), key.toFile()).build())
                : Optional.empty();
    }

    private Optional<SslContext> client() throws IOException {
        return tls
                ? Optional.of(
                        SslContextBuilder.forClient()
                                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                .build())
                : Optional.empty();
    }

    private void await(Sink sink) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
        while (sink.tally().messages() + sink.tally().brokenMessages() < sessions) {
            if (System.nanoTime() - deadline > 0) {
                sink.tally().error("timeout");
                return;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
