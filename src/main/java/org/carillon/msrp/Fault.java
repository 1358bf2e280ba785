package org.carillon.msrp;

/**
 * What a peer got wrong. The phrase is fixed text that may be logged and shown; it never contains
 * anything the peer sent.
 */
public enum Fault {
    // Framing: where the next frame begins is no longer known.
    START_LINE("start line is not 'MSRP SP transaction-id SP method' or '... SP status-code'"),
    TRANSACTION_ID("transaction id is not 4 to 32 characters of the ident grammar"),
    LINE_ENDING("control character, or CR or LF alone, in a start line or header line"),
    END_LINE("end-line in the head does not match the start line"),
    HEAD_TOO_LONG("head is longer than the limit head-bytes"),
    TOO_MANY_HEADERS("head has more lines than the limit header-lines"),
    TOO_MANY_OTHER_HEADERS("head has more extension headers than the limit other-headers"),
    BODY_IN_RESPONSE("a response cannot have a body"),
    BODY_TOO_LONG("body of a request other than SEND is longer than the limit non-send-body-bytes"),

    // A head that is framed well and says something impossible.
    HEADER("header line is not 'name: value'"),
    PATH_ORDER("To-Path is not the first header or From-Path not the second"),
    REPEATED_HEADER("a header that can appear only once appears again"),
    PATH("path is not a list of URIs separated by one space"),
    PATH_TOO_LONG("path has more URIs than the limit path-uris"),
    URI_TOO_LONG("URI is longer than the limit uri-bytes"),
    MESSAGE_ID("Message-ID is missing in a SEND with a body, or is no ident"),
    BYTE_RANGE("Byte-Range is not start-end/total with 1 <= start, start - 1 <= end <= total"),
    SUCCESS_REPORT("Success-Report is neither yes nor no"),
    FAILURE_REPORT("Failure-Report is none of yes, no, partial"),
    STATUS("Status is not three digits of namespace, SP, three digits of status code"),
    BODY_WITHOUT_CONTENT_TYPE("a body needs a Content-Type"),

    // URIs, wherever they stand.
    URI_SCHEME("URI scheme is neither msrp nor msrps"),
    URI_AUTHORITY("URI has no host, or its host, user or brackets are malformed"),
    URI_PORT("URI port is not a number from 1 to 65535, or is missing after a numeric address"),
    URI_RESOURCE("session-id of the URI is empty or has characters it cannot have"),
    URI_TRANSPORT("URI does not name its transport (';tcp')"),
    URI_PARAMETER("URI parameter is not token or token=token");

    private final String phrase;

    Fault(String phrase) {
        this.phrase = phrase;
    }

    /** A fixed English phrase, safe for logs and for people. */
    public String phrase() {
        return phrase;
    }
}
