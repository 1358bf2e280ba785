package org.carillon.call;

/**
 * Names one call inside this process: the Call-ID of the sender's INVITE, so that a log line, a
 * metric and a trace of the wire can be laid side by side.
 */
public record CallId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
