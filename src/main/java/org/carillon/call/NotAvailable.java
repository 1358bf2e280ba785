package org.carillon.call;

/** What becomes of a message while none of its user's devices can be reached (S-6). */
public enum NotAvailable {
    /** The sender is told so, and may try again. */
    REJECT,
    /** The message is kept until a device registers, or until it expires. */
    DEFER
}
