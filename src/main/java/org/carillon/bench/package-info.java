/**
 * {@code carillon bench}: what a call costs, measured beside a floor in the same run.
 *
 * <p>Never inside the WAR. Everything runs on the loopback address, in processes that end by
 * themselves. Times of one machine mean little; the ratios between the subjects of one run do.
 */
package org.carillon.bench;
