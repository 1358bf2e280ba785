/**
 * Rows that outlive the process: bindings, preferences and deferred messages over JDBC, in an H2
 * file beside the other data or in PostgreSQL. {@link org.carillon.store.Store} owns the
 * connections and the schema; the other classes each implement one port of the core on it.
 *
 * <p>Everything here is thread-safe and may block, though never much longer than {@code
 * store-timeout}: it is called on pools for such work, never on a thread of SIP, of calls or of
 * Netty. {@link org.carillon.store.Reach} sees to it that a database that is gone does not fill
 * those pools.
 */
package org.carillon.store;
