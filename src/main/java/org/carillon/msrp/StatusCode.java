package org.carillon.msrp;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The status codes of RFC 4975 §10 and RFC 4976 §9, for responses and for the Status of a REPORT.
 * What peers send stays an {@code int}: some use codes that nobody defined.
 */
public enum StatusCode {
    OK(200, "OK"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    /** A hop further on did not answer in time; treated like a local timeout. */
    TIMEOUT(408, "Downstream Timeout"),
    /** The receiver wants no more of this message. */
    STOP_SENDING(413, "Stop Sending Message"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    OUT_OF_BOUNDS(423, "Interval Out-of-Bounds"),
    /** No such session. */
    NO_SESSION(481, "Session Does Not Exist"),
    UNKNOWN_METHOD(501, "Unknown Method"),
    /** The session is bound to another connection. */
    WRONG_CONNECTION(506, "Session Already Bound");

    private static final Map<Integer, StatusCode> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(StatusCode::code, Function.identity()));

    private final int code;
    private final String comment;

    StatusCode(int code, String comment) {
        this.code = code;
        this.comment = comment;
    }

    /** The three digits. */
    public int code() {
        return code;
    }

    /** The comment phrase that we send; a receiver ignores it. */
    public String comment() {
        return comment;
    }

    /** The constant for a code, if it is one of ours. */
    public static Optional<StatusCode> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
