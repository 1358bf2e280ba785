package org.carillon.msrp;

import java.util.Optional;

/**
 * A frame that could not be understood. The parser discards everything after it: the connection is
 * to be closed, after a 400 where {@link #answerable} allows one.
 *
 * @param fault what is wrong
 * @param answerable the request as far as it was understood, present exactly if a response can and
 *     may be written to it: transaction id and both paths are known, the method is not REPORT
 *     (never answered, RFC 4975 §7.1.2) and no {@code Failure-Report: no} was seen (§7.1.4). Valid
 *     during the callback only
 */
public record Malformed(Fault fault, Optional<RequestHead> answerable) {}
