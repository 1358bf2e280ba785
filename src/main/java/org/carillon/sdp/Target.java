package org.carillon.sdp;

/**
 * Where to open a connection.
 *
 * @param host an IP literal without brackets, or a name that the caller resolves
 */
public record Target(String host, int port, Transport transport) {}
