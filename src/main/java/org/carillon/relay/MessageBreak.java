package org.carillon.relay;

/** Why a message will never be whole. */
public enum MessageBreak {
    /** The sender gave it up ({@code #}). */
    ABORTED,
    /** The sender's connection ended before the last chunk (RFC 4975 §5.4). */
    CONNECTION_LOST,
    /** The sender had hung up and its connection brought nothing more. */
    SILENT,
    /** More octets than the Room's {@code maxSize}; the sender got 413. */
    TOO_LARGE,
    /** The sender's octets made no sense, or its chunks contradict one another. */
    MALFORMED,
    /** Holes that the early pieces left were never filled, or too many pieces came early. */
    INCOMPLETE,
    /** Our connection to a passive sender could not be made. */
    UNREACHABLE,
    /** The sender showed another certificate than its description names (RFC 4975 §14.4). */
    WRONG_CERTIFICATE,
    /** The spool could not be written or read. */
    SPOOL_FAILED,
    /** Who should have kept it could not. */
    NOT_KEPT,
    /** A kept message could not be read. */
    UNREADABLE
}
