/**
 * The message format that a large message travels in (CPIM, RFC 3862) and the notifications about
 * it (IMDN, RFC 5438).
 *
 * <p>No thread, clock, random source or I/O. The doors are {@link
 * org.carillon.cpim.CpimHeadReader}, {@link org.carillon.cpim.CpimBuilder} and {@link
 * org.carillon.cpim.Imdn}.
 */
package org.carillon.cpim;
