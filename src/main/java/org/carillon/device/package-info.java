/**
 * A user's devices. {@link org.carillon.device.BuiltInRegistrar} is both the registrar of RFC 3261
 * §10.3 and the source that calls ask for devices; it serves where no IMS core does. What a
 * REGISTER does to a user's bindings is decided without I/O in {@code Registration}.
 */
package org.carillon.device;
