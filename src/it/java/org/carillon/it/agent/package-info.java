/**
 * A SIP user agent for tests that has no SIP library and no manners of its own: plain UDP and TCP
 * sockets, full control over what is sent and when. It never retransmits, never acknowledges and
 * never answers unless the test says so, so a test reads as the dialogue on the wire.
 */
package org.carillon.it.agent;
