package org.carillon.load;

import java.net.InetSocketAddress;
import org.carillon.msrp.MsrpPath;

/**
 * The way of one session, as seen from one end.
 *
 * @param connect where the connection goes; need not be what the To-Path names first
 * @param toPath the other side, the next hop first
 * @param fromPath this side
 */
public record Route(InetSocketAddress connect, MsrpPath toPath, MsrpPath fromPath) {}
