/**
 * {@code carillon bench chaos}: a server that is killed again and again while messages go through
 * it, and a count of what its promise was worth.
 *
 * <p>Senders and devices live on, as real ones do; what a sender was told and what a device has
 * saved stands in the {@link org.carillon.bench.chaos.Ledger}, and the two are compared when the
 * server has been left alone for a while.
 */
package org.carillon.bench.chaos;
