package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code carillon run} as a process of its own: what a person or a supervisor sees of it. */
class RunIT {
    private static final Pattern READY =
            Pattern.compile("carillon ready sip=127.0.0.1:(\\d+) msrp=(\\S+) http=127.0.0.1:\\d+");

    @TempDir Path directory;
    private CommandProcess process;

    @AfterEach
    void killWhatIsLeft() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void servesUntilSigtermThenFinishesDeliveriesAndExitsWithZero() throws Exception {
        BufferedReader output = run("--sip-port", "0");
        Matcher ready = READY.matcher(output.readLine());
        assertThat(ready.matches()).as("the first line says where it serves").isTrue();
        assertThat(ready.group(2)).matches("127.0.0.1:[1-9]\\d*");
        InetSocketAddress sip =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
        assertThat(SipProbe.optionsOverUdp(sip)).startsWith("SIP/2.0 200 ");

        process.terminate();

        assertThat(process.exitCode()).isZero();
        new DatagramSocket(sip).close();
        assertThat(process.temporaryFiles()).isEmpty();
        assertThat(process.errors()).allMatch(line -> line.contains(" INFO org.carillon."));
    }

    @Test
    void refusesATakenPortInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            run("--sip-port", Integer.toString(taken.getLocalPort()));

            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors())
                    .singleElement()
                    .asString()
                    .startsWith("carillon run: SIP over TCP cannot listen on 127.0.0.1:")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() throws Exception {
        Path file = Files.createFile(directory.resolve("no-directory"));
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            run(
                    "--http-port",
                    Integer.toString(taken.getLocalPort()),
                    "--data",
                    file.resolve("data").toString());

            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors())
                    .singleElement()
                    .asString()
                    .contains("HTTP over TCP cannot listen")
                    .contains("data-directory: expected a directory that can be made and written");
        }
    }

    @Test
    void refusesAnUnknownOptionInOneLine() throws Exception {
        run("--bells", "3");

        assertThat(process.exitCode()).isEqualTo(2);
        assertThat(process.errors())
                .containsExactly(
                        "carillon run: Unknown options: '--bells', '3' (see carillon run --help)");
    }

    @Test
    void listsEveryWrongSettingAtOnce() throws Exception {
        run("--set", "max-devices=none", "--set", "bells=3", "--set", "path-mode=sideways");

        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.errors())
                .singleElement()
                .asString()
                .contains("max-devices: expected a number from 1 to 64, got \"none\"")
                .contains("path-mode: expected prepend or anchor, got \"sideways\"")
                .contains("bells: unknown setting");
    }

    /** Starts it on free ports, but for what the options say. */
    private BufferedReader run(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run"));
        for (String port : List.of("--sip-port", "--msrp-port", "--http-port")) {
            if (!List.of(options).contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        if (!List.of(options).contains("--data")) {
            arguments.addAll(List.of("--data", directory.resolve("data").toString()));
        }
        arguments.addAll(List.of(options));
        process = CommandProcess.start(directory, List.of(), arguments);
        return process.output();
    }
}
