/**
 * An MSRP load generator (RFC 4975): a {@link org.carillon.load.Source} that writes as fast as it
 * may, a {@link org.carillon.load.Sink} that counts, checks and times what arrives. Between them
 * stands whatever is to be measured: a relay, a back-to-back user agent, nothing.
 *
 * <p>Every chunk begins with the time when it was written, and the Content-Type says how often that
 * is: so a Sink needs no word from the Source, and finds the times again behind a relay that cuts
 * chunks anew. Source and Sink may be two processes; on two machines latency is as true as their
 * clocks.
 */
package org.carillon.load;
