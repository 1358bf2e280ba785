package org.carillon.msrp;

/** Request methods; upper case on the wire (RFC 4975 §9, RFC 4976 §7). */
public enum Method {
    SEND,
    REPORT,
    AUTH,
    /** Any other: to be answered with 501 (RFC 4975 §10.9). */
    OTHER;

    private static final byte[] SEND_NAME = {'S', 'E', 'N', 'D'};
    private static final byte[] REPORT_NAME = {'R', 'E', 'P', 'O', 'R', 'T'};
    private static final byte[] AUTH_NAME = {'A', 'U', 'T', 'H'};

    static Method of(Octets name) {
        if (name.contentEquals(SEND_NAME)) {
            return SEND;
        }
        if (name.contentEquals(REPORT_NAME)) {
            return REPORT;
        }
        return name.contentEquals(AUTH_NAME) ? AUTH : OTHER;
    }
}
