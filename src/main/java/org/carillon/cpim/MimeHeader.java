package org.carillon.cpim;

/**
 * One header of the wrapped MIME part, unfolded.
 *
 * @param name as sent; compared without regard to case
 */
public record MimeHeader(String name, String value) {}
