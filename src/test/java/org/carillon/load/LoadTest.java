package org.carillon.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.carillon.certificate.TestCertificate;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A Source and a Sink with nothing between them, and each of them alone with a bad peer. */
class LoadTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @ParameterizedTest(name = "{1} sessions, {2} octets in chunks of {0}")
    @CsvSource({
        "16, 1, 1000", "200, 3, 10001", "1024, 8, 100000", "2048, 1, 100000",
        "8191, 2, 200000", "8192, 2, 200000", "65536, 4, 500000", "1048576, 2, 3000000",
        "3145728, 2, 7000000", "5242880, 1, 5242880"
    })
    void everyOctetArrivesAndEveryChunkIsAnswered(int chunk, int sessions, long bytes)
            throws Exception {
        long chunks = sessions * ((bytes - 1) / chunk + 1);
        try (Sink sink = new Sink(1, true, CLOCK);
                Source source = source(sink, sessions, new Volume(chunk, bytes, 0, true))) {
            assertThat(source.await(PATIENCE)).isTrue();

            assertThat(sink.tally().errors()).isEmpty();
            assertThat(source.tally().errors()).isEmpty();
            assertThat(sink.tally().messages()).isEqualTo(sessions);
            assertThat(sink.tally().bytes()).isEqualTo(chunks * chunk);
            assertThat(source.tally().bytes()).isEqualTo(chunks * chunk);
            assertThat(sink.tally().chunks()).isEqualTo(chunks);
            assertThat(source.tally().chunks()).isEqualTo(chunks);
            assertThat(source.tally().responses()).isEqualTo(chunks);
            assertThat(sink.tally().responses()).isEqualTo(chunks);
            var latency = sink.latency().take();
            long stamps = chunks * chunk / Math.min(chunk, Pattern.MOST);
            assertThat(latency.getTotalCount()).isPositive().isLessThanOrEqualTo(stamps);
            assertThat(latency.getMaxValue()).isLessThan(PATIENCE.toMillis() * 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 65536, 1 << 30})
    void anEndlessMessageEndsWhenItIsTold(int chunk) throws Exception {
        try (Sink sink = new Sink(1, true, CLOCK);
                Source source = source(sink, 2, new Volume(chunk, Volume.ENDLESS, 1e7, true))) {
            await(() -> sink.tally().bytes() > 200_000);
            source.end();
            assertThat(source.await(PATIENCE)).isTrue();

            assertThat(sink.tally().errors()).isEmpty();
            assertThat(sink.tally().messages()).isEqualTo(2);
            assertThat(sink.tally().bytes()).isEqualTo(source.tally().bytes());
        }
    }

    @ParameterizedTest(name = "chunk {0} is {1}, {2} octets are {3}")
    @CsvSource({
        "200, 200, 1, 200",
        "1048576, 1048576, 1048577, 2097152",
        "1048577, 2097152, 1, 2097152",
        "1073741824, 1073741824, 1073741824, 1073741824"
    })
    void aVolumeIsWholeChunksAndALargeChunkWholePeriods(
            long chunk, long wholeChunk, long bytes, long wholeBytes) {
        Volume volume = new Volume(chunk, bytes, 0, true);
        assertThat(volume.chunk()).isEqualTo(wholeChunk);
        assertThat(volume.bytes()).isEqualTo(wholeBytes);
    }

    @Test
    void nothingIsAnsweredWhereNothingIsWanted() throws Exception {
        try (Sink sink = new Sink(1, true, CLOCK);
                Source source = source(sink, 1, new Volume(1024, 50_000, 0, false))) {
            assertThat(source.await(PATIENCE)).isTrue();
            await(() -> sink.tally().messages() == 1);

            assertThat(sink.tally().responses()).isZero();
        }
    }

    @Test
    void tlsCarriesTheSame(@TempDir Path directory) throws Exception {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        TestCertificate.selfSigned("localhost").writeCertificate(certificate).writeKey(key);
        var server = SslContextBuilder.forServer(certificate.toFile(), key.toFile()).build();
        var client =
                SslContextBuilder.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build();
        try (Sink sink = new Sink(1, true, CLOCK)) {
            int port = sink.listen(ANY, Optional.of(server));
            try (Source source =
                    Source.start(
                            routes(port, 2),
                            new Volume(4096, 200_000, 0, true),
                            1,
                            Optional.of(client),
                            CLOCK)) {
                assertThat(source.await(PATIENCE)).isTrue();
                assertThat(sink.tally().errors()).isEmpty();
                assertThat(sink.tally().messages()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gap           | 0 20 +, 40 20 $
                    overlap       | 0 20 +, 10 20 $
                    wrong-length  | 0 40 $
                    aborted       | 0 20 +, 20 20 #
                    cut-off       | 0 20 +
                    wrong-content | 0 20 x, 20 40 $
                    """)
    void theSinkSeesWhatIsWrong(String what, String chunks) throws Exception {
        try (Sink sink = new Sink(1, true, CLOCK)) {
            int port = sink.listen(ANY, Optional.empty());
            try (Socket socket = new Socket(ANY.getAddress(), port)) {
                for (String chunk : chunks.split(", ", -1)) {
                    String[] fields = chunk.split(" ", -1);
                    socket.getOutputStream()
                            .write(
                                    frame(
                                            Integer.parseInt(fields[0]),
                                            Integer.parseInt(fields[1]),
                                            fields[2]));
                }
            }
            await(() -> !sink.tally().errors().isEmpty());
            assertThat(sink.tally().errors()).contains(entry(what, 1L));
        }
    }

    /** Of a message of 60 octets in the pattern of 20; {@code x}: with one octet changed. */
    private static byte[] frame(int from, int length, String flag) {
        var pattern = io.netty.buffer.Unpooled.buffer();
        for (int i = 0; i < 4; i++) {
            Pattern.writeStamp(pattern, Pattern.now(CLOCK));
            Pattern.of(20).writeBehindStamp(pattern);
        }
        if (flag.equals("x")) {
            pattern.setByte(from + 17, ~pattern.getByte(from + 17));
        }
        String head =
                """
                MSRP abcd1234 SEND
                To-Path: msrp://127.0.0.1:9/sink;tcp
                From-Path: msrp://127.0.0.1:9/source;tcp
                Message-ID: 12345678
                Byte-Range: %d-*/60
                Content-Type: application/octet-stream;stamp-every=20

                """
                        .formatted(from + 1)
                        .replace("\n", "\r\n");
        var frame = io.netty.buffer.Unpooled.buffer();
        frame.writeBytes(head.getBytes(UTF_8));
        frame.writeBytes(pattern, from, length);
        String last = flag.equals("x") ? "+" : flag;
        frame.writeBytes(("\r\n-------abcd1234" + last + "\r\n").getBytes(UTF_8));
        byte[] octets = new byte[frame.readableBytes()];
        frame.readBytes(octets);
        return octets;
    }

    @Test
    void theSourceStopsWhenItIsRefused() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, ANY.getAddress());
                Source source =
                        Source.start(
                                routes(server.getLocalPort(), 1),
                                new Volume(1024, Volume.ENDLESS, 0, true),
                                1,
                                Optional.empty(),
                                CLOCK);
                Socket socket = server.accept()) {
            String response =
                    """
                    MSRP abcd1234 413 Stop Sending Message
                    To-Path: msrp://127.0.0.1:9/source;tcp
                    From-Path: msrp://127.0.0.1:9/sink;tcp
                    -------abcd1234$
                    """;
            socket.getOutputStream().write(response.replace("\n", "\r\n").getBytes(UTF_8));

            assertThat(source.await(PATIENCE)).isTrue();
            assertThat(source.tally().errors()).containsExactly(entry("status-413", 1L));
            assertThat(source.tally().messages()).isZero();
        }
    }

    @Test
    void theSourceTellsThatItsConnectionIsLost() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, ANY.getAddress());
                Source source =
                        Source.start(
                                routes(server.getLocalPort(), 1),
                                new Volume(1024, 1024, 0, true),
                                1,
                                Optional.empty(),
                                CLOCK)) {
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().read()).isEqualTo('M');
            }
            assertThat(source.await(PATIENCE)).isTrue();
            assertThat(source.tally().errors()).hasSize(1);
        }
    }

    @Test
    void theCommandsDoTheSame() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, ANY.getAddress())) {
            port = free.getLocalPort();
        }
        StringWriter received = new StringWriter();
        Thread receiver =
                new Thread(
                        () ->
                                run(
                                        received,
                                        "receive --verify --sessions 3 --json --listen 127.0.0.1:"
                                                + port));
        receiver.start();
        StringWriter sent = new StringWriter();
        await(() -> isOpen(port));
        int code =
                run(
                        sent,
                        "send --sessions 3 --chunk 1000 --bytes 300000 --to"
                                + " msrp://127.0.0.1:%d/sink-{n};tcp".formatted(port));
        receiver.join(PATIENCE.toMillis());

        assertThat(code).isZero();
        assertThat(sent.toString())
                .startsWith("3 messages, 300000 bytes in 300 chunks, 300 responses, ")
                .doesNotContain("errors");
        assertThat(received.toString())
                .startsWith("{\"messages\":3,\"bytes\":300000,\"chunks\":300,\"responses\":300,")
                .contains("\"errors\":{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send",
                "send --to nonsense",
                "send --to msrp://127.0.0.1/a;tcp",
                "send --to msrp://127.0.0.1:9/a;tcp --chunk 15",
                "send --to msrp://127.0.0.1:9/a;tcp --chunk 9223372036854775807",
                "send --to msrp://127.0.0.1:9/a;tcp --bytes 0",
                "send --to msrp://127.0.0.1:9/a;tcp --to msrp://127.0.0.1:9/b;tcp --sessions 3",
                "receive",
                "receive --listen 127.0.0.1",
                "receive --listen 127.0.0.1:1 --to msrp://127.0.0.1:9/a;tcp",
                ""
            })
    void misuseIsSaid(String arguments) {
        assertThat(run(new StringWriter(), arguments)).isEqualTo(2);
    }

    private static int run(StringWriter out, String arguments) {
        CommandLine command = new CommandLine(new LoadCommand());
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(new StringWriter(), true));
        return command.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(ANY.getAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Source source(Sink sink, int sessions, Volume volume) throws IOException {
        int port = sink.listen(ANY, Optional.empty());
        return Source.start(routes(port, sessions), volume, 1, Optional.empty(), CLOCK);
    }

    private static List<Route> routes(int port, int sessions) {
        return IntStream.range(0, sessions)
                .mapToObj(
                        i ->
                                new Route(
                                        new InetSocketAddress(ANY.getAddress(), port),
                                        path("msrp://127.0.0.1:" + port + "/sink-" + i + ";tcp"),
                                        path("msrp://127.0.0.1:9/source-" + i + ";tcp")))
                .toList();
    }

    private static MsrpPath path(String text) {
        return MsrpPath.parse(text, MsrpLimits.defaults()).value().orElseThrow();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
