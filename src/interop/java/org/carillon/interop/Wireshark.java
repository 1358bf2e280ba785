package org.carillon.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.carillon.it.agent.Eventually;

/**
 * Wireshark's eyes on some ports of the loopback interface: what is captured from the beginning to
 * the end, dissected. Used by one thread.
 */
final class Wireshark implements AutoCloseable {
    private final Path file;
    private final List<String> decodeAs;
    private final DatagramSocket marks;
    private final Process capture;

    /**
     * A packet in which the dissector found what was asked for.
     *
     * @param values of each field asked for, in that order, as often as it is there
     */
    record Packet(List<List<String>> values) {
        Packet {
            values = List.copyOf(values);
        }

        /** The first value of a field; empty if it is not there. */
        String first(int field) {
            List<String> found = values.get(field);
            return found.isEmpty() ? "" : found.get(0);
        }
    }

    private Wireshark(Path directory, List<Integer> sip, List<Integer> msrp) throws IOException {
        file = directory.resolve("capture.pcapng");
        decodeAs = decodeAs(sip, msrp);
        marks = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        String ports =
                Stream.of(sip, msrp, List.of(marks.getLocalPort()))
                        .flatMap(List::stream)
                        .map(port -> "port " + port)
                        .collect(Collectors.joining(" or "));
        capture =
                new ProcessBuilder("dumpcap", "-q", "-i", "lo", "-f", ports, "-w", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("capture.log").toFile())
                        .start();
    }

    private static List<String> decodeAs(List<Integer> sip, List<Integer> msrp) {
        Stream<String> rules =
                Stream.concat(
                        sip.stream()
                                .flatMap(
                                        port ->
                                                Stream.of("udp.port==%d,sip", "tcp.port==%d,sip")
                                                        .map(rule -> rule.formatted(port))),
                        msrp.stream().map("tcp.port==%d,msrp"::formatted));
        return rules.flatMap(rule -> Stream.of("-d", rule)).toList();
    }

    /**
     * Begins to capture.
     *
     * @param sip ports, over UDP and over TCP
     * @param msrp ports
     * @return empty if this user may not; with nothing left running
     */
    static Optional<Wireshark> watch(Path directory, List<Integer> sip, List<Integer> msrp)
            throws IOException {
        Wireshark wireshark = new Wireshark(directory, sip, msrp);
        if (wireshark.marked()) {
            return Optional.of(wireshark);
        }
        wireshark.close();
        return Optional.empty();
    }

    /** What this process sends has been captured, up to now; false if nothing is captured. */
    private boolean marked() {
        byte[] mark = UUID.randomUUID().toString().getBytes(US_ASCII);
        Eventually.holds("capturing", () -> !capture.isAlive() || hasCaptured(mark));
        return capture.isAlive();
    }

    private boolean hasCaptured(byte[] mark) {
        try {
            marks.send(
                    new DatagramPacket(
                            mark,
                            mark.length,
                            InetAddress.getLoopbackAddress(),
                            marks.getLocalPort()));
            return new String(Files.readAllBytes(file), US_ASCII)
                    .contains(new String(mark, US_ASCII));
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends the capture; everything said so far is in it. */
    void stop() throws InterruptedException {
        if (!marked()) {
            throw new AssertionError("the capture has ended by itself");
        }
        capture.destroy();
        capture.waitFor();
    }

    /** Of all packets that pass a display filter, these fields. */
    List<Packet> packets(String filter, String... fields) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter));
        command.addAll(decodeAs);
        command.addAll(List.of("-T", "json"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        Process dissection =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        JsonNode packets = new ObjectMapper().readTree(dissection.getInputStream());
        if (dissection.waitFor() != 0) {
            throw new AssertionError("tshark exits " + dissection.exitValue());
        }
        return stream(packets).map(packet -> packet(packet, fields)).toList();
    }

    private static Packet packet(JsonNode packet, String... fields) {
        JsonNode layers = packet.path("_source").path("layers");
        return new Packet(
                List.of(fields).stream()
                        .map(field -> stream(layers.path(field)).map(JsonNode::asText).toList())
                        .toList());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    @Override
    public void close() {
        capture.destroy();
        marks.close();
    }
}
