package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.carillon.bench.Sipp;

/** The SIPp processes of one test: who calls one user, and that user's devices. */
final class Cast implements AutoCloseable {
    private final int server;
    private final Path work;
    private final String user = "user" + UUID.randomUUID();
    private final List<Sipp> players = new ArrayList<>();

    /**
     * Nobody yet.
     *
     * @param server the SIP port of the server under test
     */
    Cast(int server, Path work) {
        this.server = server;
        this.work = work;
    }

    /** A sender, not started. */
    Sipp sender(String scenario) throws IOException {
        return player(scenario).with("-key", "sender", "alice").towards(server);
    }

    /** A device that the registrar knows, not started. */
    Sipp device(String scenario) throws IOException, InterruptedException {
        Sipp device = player(scenario);
        player("register")
                .with("-key", "device_port", Integer.toString(device.port()))
                .with("-key", "instance", UUID.randomUUID().toString())
                .towards(server)
                .calls(1)
                .start()
                .succeeds();
        return device;
    }

    private Sipp player(String scenario) throws IOException {
        Sipp player = new Sipp(scenario, work).with("-s", user);
        players.add(player);
        return player;
    }

    @Override
    public void close() {
        players.forEach(Sipp::close);
    }
}
