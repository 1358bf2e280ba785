/**
 * The Message Session Relay Protocol on the wire (RFC 4975, parts of RFC 4976): its vocabulary, a
 * parser that streams and a writer that leaves no garbage.
 *
 * <p>Bytes go in, head, body pieces and end come out; nothing here holds a message, knows a
 * transport, a thread, a clock or a source of randomness. What a peer got wrong is a value ({@link
 * org.carillon.msrp.Fault}); what the caller got wrong is an unchecked exception.
 */
package org.carillon.msrp;
