/**
 * A user's devices. {@link org.carillon.device.BuiltInRegistrar} is both the registrar of RFC 3261
 * §10.3 and the source that calls ask for devices; it serves where no IMS core does. What a
 * REGISTER does to a user's bindings is decided without I/O in {@code Registration}.
 *
 * <p>Where an IMS core serves, it tells of a user's devices by registration events (RFC 3680).
 * {@code Subscription} decides without I/O how they are subscribed to; {@link
 * org.carillon.device.CoreRegistrations} is the queue that owns all subscriptions, and the source
 * that calls ask.
 */
package org.carillon.device;
