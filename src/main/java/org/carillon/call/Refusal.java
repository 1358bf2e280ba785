package org.carillon.call;

import java.util.List;

/**
 * A final response of 300 or more to the sender.
 *
 * @param headers Warning, Error-Info, Min-SE, Retry-After, Allow...
 */
public record Refusal(int status, List<Header> headers) {
    public Refusal {
        headers = List.copyOf(headers);
    }
}
