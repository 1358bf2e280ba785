package org.carillon.msrp;

import java.util.List;

/** What the sender of a SEND wants to hear about failure (RFC 4975 §5.3, §7.1.1). */
public enum FailureReport {
    /** Answer every request; the default when the header is absent. */
    YES("yes"),
    /** No response, no failure REPORT, no timer. */
    NO("no"),
    /** Errors only: never a 200, no timer. */
    PARTIAL("partial");

    /** {@link #values}, without the copy that each call of it makes. */
    static final List<FailureReport> WISHES = List.of(values());

    private final String value;

    FailureReport(String value) {
        this.value = value;
    }

    /** The header's value on the wire. */
    public String value() {
        return value;
    }

    /** True if a response with this status code may be sent (RFC 4975 §7.1.4, §7.2). */
    public boolean allowsResponse(int statusCode) {
        return this == YES || (this == PARTIAL && statusCode != StatusCode.OK.code());
    }
}
