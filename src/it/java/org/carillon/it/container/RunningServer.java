package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code carillon run} on free ports with the real WAR, once it serves. */
record RunningServer(CommandProcess process, InetSocketAddress sip, Path data)
        implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile(
                    "carillon ready sip=127.0.0.1:(\\d+) msrp=127.0.0.1:[1-9]\\d*"
                            + "(?: msrps=127.0.0.1:[1-9]\\d*)? http=127.0.0.1:\\d+");

    static RunningServer start(Path directory, List<String> jvmOptions) throws IOException {
        Path data = directory.resolve("data");
        CommandProcess process =
                CommandProcess.start(
                        Files.createDirectories(directory.resolve("server")),
                        jvmOptions,
                        List.of(
                                "run",
                                "--sip-port=0",
                                "--msrp-port=0",
                                "--http-port=0",
                                "--data=" + data));
        Matcher ready = READY.matcher(process.output().readLine());
        assertThat(ready.matches()).as("the first line says where it serves").isTrue();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return new RunningServer(
                process, new InetSocketAddress(loopback, Integer.parseInt(ready.group(1))), data);
    }

    @Override
    public void close() {
        process.close();
    }
}
