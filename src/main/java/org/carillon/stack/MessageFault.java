package org.carillon.stack;

/**
 * What is wrong with a message, as the answer tells it. The words are ours, never the peer's.
 *
 * @param phrase the reason phrase: what to change
 */
record MessageFault(int status, String phrase) {
    static final MessageFault TOO_LARGE = new MessageFault(413, "Message Too Large");
    static final MessageFault CONTENT_LENGTH = malformed("Content-Length Header Field");
    static final MessageFault UNREADABLE = new MessageFault(400, "Message Cannot Be Parsed");

    static final MessageFault OVERLOAD = new MessageFault(503, "Too Many Messages Waiting");

    static MessageFault malformed(String what) {
        return new MessageFault(400, "Malformed " + what);
    }

    static MessageFault missing(String what) {
        return new MessageFault(400, "Missing " + what + " Header Field");
    }

    static MessageFault repeated(String what) {
        return new MessageFault(400, "More Than One " + what + " Header Field");
    }
}
