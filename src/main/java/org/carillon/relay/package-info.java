/**
 * The MSRP relay: takes one message in and feeds it to every device at that device's own speed (RFC
 * 4975, RFC 4976 §6). {@link org.carillon.relay.Relay} is the door; the other public types are the
 * values it takes and gives.
 *
 * <p>Ownership: a {@code Room} with its seats, spool and reports belongs to one event loop, from
 * its first byte to its last. Whoever else wants something of it puts a task on that loop.
 */
package org.carillon.relay;
