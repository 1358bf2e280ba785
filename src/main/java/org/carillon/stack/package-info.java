/**
 * What stands between the network and the embedded container's SIP stack: framing and limits of
 * connections, a look at every request before the stack guesses what was meant, and answers to what
 * no application may see. The stack makes most of it by the names in {@link
 * org.carillon.stack.SipStackSettings}.
 *
 * <p>Never inside the WAR: another container has a stack of its own.
 */
package org.carillon.stack;
