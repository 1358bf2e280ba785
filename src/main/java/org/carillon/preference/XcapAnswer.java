package org.carillon.preference;

import java.util.Optional;

/** A final answer of the server. Not a record, because its body is an array. */
final class XcapAnswer {
    private final int status;
    private final Optional<String> etag;
    private final byte[] body;

    XcapAnswer(int status, Optional<String> etag, byte[] body) {
        this.status = status;
        this.etag = etag;
        this.body = body;
    }

    int status() {
        return status;
    }

    Optional<String> etag() {
        return etag;
    }

    byte[] body() {
        return body;
    }
}
