/**
 * Rows that outlive the process: bindings and preferences over JDBC, in an H2 file beside the other
 * data or in PostgreSQL. {@link org.carillon.store.Store} owns the connections and the schema; the
 * other classes each implement one port of the core on it.
 *
 * <p>Everything here is thread-safe and may block, so it is called on the look-up pool only.
 */
package org.carillon.store;
