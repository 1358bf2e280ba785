/**
 * The core: one {@link org.carillon.call.Call} per large message, one {@link
 * org.carillon.call.Page} per short one, their events and commands, and the ports through which
 * they reach everything else.
 *
 * <p>Nothing in here knows a container, a socket, a thread, a clock or a logger. Adapters translate
 * what they see into a {@link org.carillon.call.CallEvent} and carry out each {@link
 * org.carillon.call.CallCommand}; they decide nothing.
 */
package org.carillon.call;
