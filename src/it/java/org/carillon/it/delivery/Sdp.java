package org.carillon.it.delivery;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.it.agent.SipMessage;

/** The descriptions that test peers write, and what tests look up in those that they get. */
record Sdp(List<String> lines) {
    Sdp {
        lines = List.copyOf(lines);
    }

    static Sdp of(SipMessage message) {
        return new Sdp(Arrays.asList(message.body().split("\r\n", -1)));
    }

    /** One MSRP line of a peer that can be reached at this URI. */
    static Sdp of(String msrpUri, int port, String direction) {
        return new Sdp(
                List.of(
                        "v=0",
                        "o=peer 1 1 IN IP4 127.0.0.1",
                        "s=-",
                        "c=IN IP4 127.0.0.1",
                        "t=0 0",
                        "m=message " + port + transport(msrpUri),
                        "a=accept-types:message/cpim",
                        "a=accept-wrapped-types:*",
                        "a=path:" + msrpUri,
                        "a=" + direction));
    }

    private static String transport(String msrpUri) {
        return msrpUri.startsWith("msrps:") ? " TCP/TLS/MSRP *" : " TCP/MSRP *";
    }

    /** With one more line; an empty one adds nothing. */
    Sdp with(String line) {
        return line.isEmpty()
                ? this
                : new Sdp(Stream.concat(lines.stream(), Stream.of(line)).toList());
    }

    Sdp replacing(String start, String line) {
        return new Sdp(lines.stream().map(l -> l.startsWith(start) ? line : l).toList());
    }

    String text() {
        return lines.stream().collect(joining("\r\n", "", "\r\n"));
    }

    /** The values of an attribute. */
    List<String> all(String attribute) {
        return lines.stream()
                .filter(line -> line.startsWith("a=" + attribute + ":"))
                .map(line -> line.substring(attribute.length() + 3))
                .toList();
    }

    String value(String attribute) {
        return String.join(" and again ", all(attribute));
    }

    boolean has(String line) {
        return lines.contains(line);
    }

    List<String> path() {
        return List.of(value("path").split(" ", -1));
    }
}
