/**
 * {@code bench relay}: the relay beside what people run today, each in a process of its own, in the
 * same run, under the same load ({@link org.carillon.load.Source}, {@link org.carillon.load.Sink}).
 * Speaks no SIP: Rooms are opened over a line protocol by {@link
 * org.carillon.bench.relay.RelayUnderTest}.
 */
package org.carillon.bench.relay;
