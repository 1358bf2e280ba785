package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print beside their own lines: nothing. */
class CommandOutputIT {
    @TempDir private Path directory;

    @Test
    void sendToNobodySaysSoAndNothingElse() throws Exception {
        Path file = Files.writeString(directory.resolve("a.txt"), "ding");
        String nobody = "127.0.0.1:" + freePort();
        try (CommandProcess send = start("send", "--server", nobody, file.toString())) {
            assertThat(send.exitCode()).isEqualTo(1);
            assertThat(send.output().lines())
                    .singleElement()
                    .asString()
                    .startsWith("nobody listens at " + nobody);
            assertThat(send.errors())
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("not delivered: nobody listens at " + nobody);
        }
    }

    private CommandProcess start(String... arguments) throws Exception {
        return CommandProcess.start(directory, List.of(), List.of(arguments));
    }

    private static int freePort() throws Exception {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
