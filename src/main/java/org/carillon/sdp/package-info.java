/**
 * Session descriptions (RFC 4566) and the offer/answer rules of MSRP (RFC 3264, 4975, 6135, 6714).
 *
 * <p>Pure values: no thread, clock, random source or I/O. The doors are {@link
 * org.carillon.sdp.SessionDescription#parse}, {@link org.carillon.sdp.UpstreamOffer#examine} and
 * what these two return.
 */
package org.carillon.sdp;
