package org.carillon.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the MSRP view of one m-line; what the media level leaves open, the session level says. */
final class MsrpMediaReader {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+");

    private final List<SdpLine> session;
    private final MediaDescription media;

    private MsrpMediaReader(SessionDescription description, MediaDescription media) {
        this.session = description.sessionLines();
        this.media = media;
    }

    /**
     * @param media an m-line of {@code description}, {@linkplain MediaDescription#isMsrp MSRP}
     */
    static MsrpReading read(SessionDescription description, MediaDescription media) {
        return new MsrpMediaReader(description, media).read();
    }

    private MsrpReading read() {
        Transport transport = Transport.ofProtocol(media.protocol()).orElseThrow();
        List<String> paths = values(media.body(), "path");
        List<String> path = paths.size() == 1 ? words(paths.get(0)) : List.of();
        List<PathUri> hops = path.stream().flatMap(uri -> PathUri.parse(uri).stream()).toList();
        Optional<String> address = address();
        if (path.isEmpty() || hops.size() < path.size()) {
            return refused(307, "MSRP path missing or malformed");
        }
        if (hops.get(0).transport() != transport) {
            return refused(302, "MSRP path and m= line disagree on TLS");
        }
        if (address.isEmpty()) {
            return refused(301, "Connection address not understood");
        }
        return new MsrpReading.Read(
                new MsrpMedia(
                        media.port(),
                        transport,
                        path,
                        setup(),
                        direction(),
                        types("accept-types"),
                        types("accept-wrapped-types"),
                        maxSize(),
                        has("msrp-cema"),
                        fingerprints(),
                        has("file-selector"),
                        address.get()));
    }

    private static MsrpReading refused(int warnCode, String text) {
        return new MsrpReading.Refused(new Refusal(warnCode, text));
    }

    /** The words of a value, however many blanks stand between them. */
    static List<String> words(String value) {
        return Arrays.stream(value.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private Optional<String> address() {
        return Stream.concat(media.body().stream(), session.stream())
                .filter(line -> line.type() == 'c')
                .findFirst()
                .map(line -> line.value().split(" ", -1))
                .filter(fields -> fields[0].equals("IN") && HOST.matcher(fields[2]).matches())
                .map(fields -> fields[2])
                .filter(host -> host.indexOf(':') < 0 || IpLiteral.parse(host).isPresent());
    }

    private Setup setup() {
        return first("setup").map(Setup::of).orElse(Setup.ABSENT);
    }

    private Direction direction() {
        return attributes()
                .flatMap(line -> Direction.of(line.value()).stream())
                .findFirst()
                .orElse(Direction.SENDRECV);
    }

    private List<String> types(String attribute) {
        List<String> values = values(media.body(), attribute);
        return values.isEmpty() ? List.of() : words(values.get(0));
    }

    private OptionalLong maxSize() {
        return values(media.body(), "max-size").stream()
                .filter(value -> DIGITS.matcher(value).matches())
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private List<Fingerprint> fingerprints() {
        List<String> own = values(media.body(), "fingerprint");
        return (own.isEmpty() ? values(session, "fingerprint") : own)
                .stream().map(Fingerprint::of).toList();
    }

    private boolean has(String attribute) {
        return media.body().stream().anyMatch(line -> line.isAttribute(attribute));
    }

    private Optional<String> first(String attribute) {
        return attributes()
                .filter(line -> line.isAttribute(attribute))
                .map(SdpLine::attributeValue)
                .findFirst();
    }

    /** Media level first, because it overrides the session level (RFC 4566 §5.13). */
    private Stream<SdpLine> attributes() {
        return Stream.concat(media.body().stream(), session.stream())
                .filter(line -> line.type() == 'a');
    }

    private static List<String> values(List<SdpLine> lines, String attribute) {
        List<String> values = new ArrayList<>();
        for (SdpLine line : lines) {
            if (line.isAttribute(attribute)) {
                values.add(line.attributeValue());
            }
        }
        return values;
    }
}
