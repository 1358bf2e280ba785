package org.carillon.stack;

import gov.nist.core.net.DefaultNetworkLayer;
import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Gives the stack its sockets: for UDP ours, all others as ever. Named in its properties. */
public final class SipNetwork implements NetworkLayer {
    private static final NetworkLayer DEFAULT = DefaultNetworkLayer.SINGLETON;

    /** The stack makes it, by name. */
    public SipNetwork() {}

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address)
            throws SocketException {
        return new SipDatagrams(port, address);
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return DEFAULT.createDatagramSocket();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
            throws IOException {
        return DEFAULT.createServerSocket(port, backlog, address);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address)
            throws IOException {
        return DEFAULT.createSSLServerSocket(port, backlog, address);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return DEFAULT.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from) throws IOException {
        return DEFAULT.createSocket(host, port, from);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
            throws IOException {
        return DEFAULT.createSocket(host, port, from, fromPort);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress host, int port) throws IOException {
        return DEFAULT.createSSLSocket(host, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress host, int port, InetAddress from)
            throws IOException {
        return DEFAULT.createSSLSocket(host, port, from);
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
