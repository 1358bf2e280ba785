package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.bench.Sipp;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIPp plays the sender and every device, each in a process of its own; its exit codes and
 * statistics decide. A message that a scenario does not expect fails it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SippIT {
    private static final int CALLS = 10;

    @TempDir static Path directory;
    private static Server server;
    private static Cast withoutAck;
    private static Sipp neverAcknowledging;
    private static Sipp neverAcknowledged;

    private Cast cast;

    @BeforeAll
    static void serve() throws Exception {
        Neighbour.require("sipp", "sip-tester");
        server =
                Server.start(
                        ServerOptions.onFreePorts(directory.resolve("data"), War.ofThisBuild())
                                .with(
                                        Map.of(
                                                "not-available",
                                                "reject",
                                                "silence-timeout",
                                                "300ms")));
        beginWithoutAck();
    }

    /** First of all, since it takes 64*T1; the last test looks how it went. */
    private static void beginWithoutAck() throws IOException, InterruptedException {
        withoutAck = new Cast(server.sipAddress().getPort(), directory);
        // Repeating its 200, SIPp would give up half a second before the server does.
        neverAcknowledged = withoutAck.device("device-answers").with("-nr").calls(CALLS).start();
        neverAcknowledging = withoutAck.sender("sender-never-acknowledges").calls(CALLS).start();
    }

    @AfterAll
    static void stop() {
        if (withoutAck != null) {
            withoutAck.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        cast = new Cast(server.sipAddress().getPort(), directory);
    }

    @AfterEach
    void end() {
        cast.close();
    }

    @Test
    @Rule({"S-10", "S-12", "S-18", "S-22", "S-28", "S-29"})
    void straightPathToOneDevice() throws Exception {
        Sipp phone = cast.device("device-answers").calls(CALLS).start();

        Sipp sender = cast.sender("sender-straight").pausing(100).calls(CALLS).start();

        everyCallSucceeds(sender, phone);
    }

    @Test
    @Rule({"S-11", "S-12", "S-18", "S-20", "S-30"})
    void straightPathToThreeDevices() throws Exception {
        Sipp phone = cast.device("device-answers").calls(CALLS).start();
        Sipp tablet = cast.device("device-answers").calls(CALLS).start();
        Sipp desktop = cast.device("device-answers").calls(CALLS).start();

        Sipp sender = cast.sender("sender-straight").pausing(100).calls(CALLS).start();

        everyCallSucceeds(sender, phone, tablet, desktop);
    }

    @Test
    void everyDeviceRefuses() throws Exception {
        Sipp phone = cast.device("device-refuses").calls(CALLS).start();
        Sipp tablet = cast.device("device-refuses").calls(CALLS).start();

        Sipp sender = cast.sender("sender-refused").calls(CALLS).start();

        everyCallSucceeds(sender, phone, tablet);
    }

    @Test
    void senderCancelsWhileDevicesRing() throws Exception {
        Sipp phone = cast.device("device-rings").calls(CALLS).start();
        Sipp tablet = cast.device("device-rings").calls(CALLS).start();

        Sipp sender = cast.sender("sender-cancels").calls(CALLS).start();

        everyCallSucceeds(sender, phone, tablet);
    }

    @Test
    @Rule({"S-18", "S-20"})
    void lateAnswerIsAcknowledgedAndNotForwarded() throws Exception {
        Sipp phone = cast.device("device-answers").calls(CALLS).start();
        Sipp tablet = cast.device("device-answers-late").pausing(700).calls(CALLS).start();

        Sipp sender = cast.sender("sender-straight").pausing(1500).calls(CALLS).start();

        everyCallSucceeds(sender, phone, tablet);
    }

    @Test
    @Rule("S-5")
    void senderRefreshesByUpdateAndByReInvite() throws Exception {
        Sipp phone = cast.device("device-answers").calls(CALLS).start();

        Sipp sender = cast.sender("sender-refreshes").calls(CALLS).start();

        everyCallSucceeds(sender, phone);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void senderNeverAcknowledges() throws Exception {
        everyCallSucceeds(neverAcknowledging, neverAcknowledged);
    }

    private static void everyCallSucceeds(Sipp... players) throws Exception {
        for (Sipp player : players) {
            assertThat(player.succeeds().successful()).isEqualTo(CALLS);
        }
    }
}
