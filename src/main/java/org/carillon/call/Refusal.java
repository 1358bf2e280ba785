package org.carillon.call;

import java.util.List;
import java.util.stream.Stream;

/**
 * A final response of 300 or more to the sender.
 *
 * @param headers Warning, Error-Info, Min-SE, Retry-After, Allow...
 */
public record Refusal(int status, List<Header> headers) {
    /** Seconds after which a refused sender may try again (RFC 3261 §20.33). */
    private static final String LATER = "30";

    public Refusal {
        headers = List.copyOf(headers);
    }

    /** One that does not last: the same may be taken a little later. */
    public static Refusal forNow(int status, Header... more) {
        return new Refusal(
                status,
                Stream.concat(Stream.of(new Header("Retry-After", LATER)), Stream.of(more))
                        .toList());
    }
}
