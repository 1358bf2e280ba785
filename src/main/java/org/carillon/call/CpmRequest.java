package org.carillon.call;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The sender's INVITE or MESSAGE, as the container gave it, with nothing decided yet.
 *
 * @param recipient the address of record of the Request-URI
 * @param from the From header value without its tag
 * @param to the To header value without tag
 * @param route the Route set that came with it below our own entry: the core's way back to itself
 * @param headers the other header lines
 * @param contentType the body's media type in lower case without parameters; empty without a body
 * @param offer the SDP: the body, or the SDP part of a multipart body; empty in a MESSAGE
 * @param trustedPeer whether the INVITE came from one of {@code trusted-peers}
 * @param time when it arrived, as an RFC 5322 date: what history shows if there is no Date header
 */
public record CpmRequest(
        CallId call,
        Mode mode,
        Aor recipient,
        String from,
        String to,
        List<String> route,
        int maxForwards,
        Headers headers,
        Optional<String> contentType,
        Optional<String> offer,
        boolean trustedPeer,
        String time) {
    /** How the message comes; its size decides (RFC 3428 §8). */
    public enum Mode {
        /** An INVITE, and the message over MSRP. */
        LARGE_MESSAGE(Icsi.LARGE_MESSAGE),
        /** A MESSAGE that has it in its body. */
        PAGER(Icsi.PAGER);

        private final String service;

        Mode(String service) {
            this.service = service;
        }

        /** The {@link Icsi} that asks for it. */
        String service() {
            return service;
        }
    }

    public CpmRequest {
        route = List.copyOf(route);
    }

    /** What only the dialog with its sender is about, or the way that it has come. */
    private static final Set<String> OF_THE_DIALOG =
            Set.of(
                    "session-expires",
                    "min-se",
                    "supported",
                    "require",
                    "contact",
                    "via",
                    "route",
                    "record-route");

    /**
     * What has to be kept of it to reach devices when the sender is long gone. Who pushes it then
     * does so for the sender, and says it (RFC 3892).
     */
    public CpmRequest toKeep() {
        List<Header> kept = new ArrayList<>();
        headers.lines().stream()
                .filter(h -> !OF_THE_DIALOG.contains(h.name().toLowerCase(Locale.ROOT)))
                .forEach(kept::add);
        if (headers.first("Referred-By").isEmpty()) {
            whomToNotify().ifPresent(s -> kept.add(new Header("Referred-By", "<" + s + ">")));
        }
        return new CpmRequest(
                call,
                mode,
                recipient,
                from,
                to,
                List.of(),
                maxForwards,
                new Headers(kept),
                contentType,
                offer,
                trustedPeer,
                time);
    }

    /**
     * When a short message is of no use any more (RFC 3428 §7): so many seconds after its Date, or
     * after we got it. An INVITE's Expires is about the invitation alone.
     */
    public Optional<Instant> expires(Instant received) {
        return mode == Mode.PAGER
                ? headers.first("Expires")
                        .flatMap(SipText::number)
                        .map(seconds -> date().orElse(received).plusSeconds(seconds))
                : Optional.empty();
    }

    private Optional<Instant> date() {
        try {
            return headers.first("Date")
                    .map(date -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whom to tell what has become of it; empty if the sender does not want to be known. */
    public Optional<Aor> whomToNotify() {
        return Originator.withheld(this)
                ? Optional.empty()
                : Originator.of(this).map(Originator::address);
    }

    /** The originator's address as a trusted peer asserts it, first of all; empty if none does. */
    public Optional<Aor> assertedOriginator() {
        return Originator.of(this).map(originator -> originator.asserted().get(0));
    }
}
