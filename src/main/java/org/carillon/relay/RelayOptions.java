package org.carillon.relay;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.carillon.msrp.MsrpLimits;
import org.carillon.network.Network;

/**
 * What a relay is told at its start.
 *
 * @param listen address and port to bind; port 0 takes any
 * @param host host in our own MSRP URIs: a name or address that peers reach us by, IPv6 in brackets
 * @param spoolDirectory where messages go that do not fit in memory; made if absent, our own files
 *     in it are removed at the start
 * @param eventLoops threads that carry connections
 * @param diskThreads threads that may block on files and recorders
 * @param nativeTransport true: epoll and OpenSSL where they load, false: Java's own always
 * @param connectNetworks where we may connect to; what is checked is the resolved address
 * @param limits what peers can make grow
 * @param timers how long we wait
 * @param msrp limits of the codec
 * @param tls empty: none, and every leg is plain TCP
 */
public record RelayOptions(
        InetSocketAddress listen,
        String host,
        Path spoolDirectory,
        int eventLoops,
        int diskThreads,
        boolean nativeTransport,
        List<Network> connectNetworks,
        RelayLimits limits,
        RelayTimers timers,
        MsrpLimits msrp,
        Optional<TlsOptions> tls) {

    /** Copies the list and checks the numbers. */
    public RelayOptions {
        if (eventLoops < 1 || diskThreads < 1) {
            throw new IllegalArgumentException(
                    "eventLoops="
                            + eventLoops
                            + " diskThreads="
                            + diskThreads
                            + ", expected at least 1 of each");
        }
        connectNetworks = List.copyOf(connectNetworks);
    }

    /** Without TLS. */
    public RelayOptions(
            InetSocketAddress listen,
            String host,
            Path spoolDirectory,
            int eventLoops,
            int diskThreads,
            boolean nativeTransport,
            List<Network> connectNetworks,
            RelayLimits limits,
            RelayTimers timers,
            MsrpLimits msrp) {
        this(
                listen,
                host,
                spoolDirectory,
                eventLoops,
                diskThreads,
                nativeTransport,
                connectNetworks,
                limits,
                timers,
                msrp,
                Optional.empty());
    }

    /** The same with TLS. */
    public RelayOptions with(TlsOptions itsTls) {
        return new RelayOptions(
                listen,
                host,
                spoolDirectory,
                eventLoops,
                diskThreads,
                nativeTransport,
                connectNetworks,
                limits,
                timers,
                msrp,
                Optional.of(itsTls));
    }

    /** Defaults: one loop per processor, two disk threads, {@link Network#PRIVATE}. */
    public static RelayOptions of(InetSocketAddress listen, String host, Path spoolDirectory) {
        return new RelayOptions(
                listen,
                host,
                spoolDirectory,
                Runtime.getRuntime().availableProcessors(),
                2,
                true,
                Network.PRIVATE,
                RelayLimits.defaults(),
                RelayTimers.defaults(),
                MsrpLimits.defaults());
    }
}
