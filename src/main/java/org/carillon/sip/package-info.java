/**
 * The SIP side: translates between the container's requests and responses and the events and
 * commands of {@link org.carillon.call.Call} and {@link org.carillon.call.Page}. It decides nothing
 * but what the protocol leaves no choice about: who answers which method, which dialog a message
 * belongs to, what has to be acknowledged.
 *
 * <p>Nothing but SIP Servlet 1.1 is used. Container threads come in through the servlets; the calls
 * come back through {@link org.carillon.call.CallPorts.Legs} on threads of their own.
 */
package org.carillon.sip;
