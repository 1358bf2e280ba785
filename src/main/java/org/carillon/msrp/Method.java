package org.carillon.msrp;

/** Request methods; upper case on the wire (RFC 4975 §9, RFC 4976 §7). */
public enum Method {
    SEND,
    REPORT,
    AUTH,
    /** Any other: to be answered with 501 (RFC 4975 §10.9). */
    OTHER
}
