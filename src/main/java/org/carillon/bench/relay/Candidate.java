package org.carillon.bench.relay;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.carillon.bench.ProcessTree;
import org.carillon.load.Route;
import org.carillon.load.Sink;

/** Something that stands between senders and devices, in a process of its own. */
sealed interface Candidate extends AutoCloseable permits Carillon, Kamailio, Haproxy {
    String name();

    /** Why a case is beyond it, if it is. */
    Optional<String> cannot(Case load);

    /**
     * Makes ways from senders through it to the sink.
     *
     * @return one for each session
     */
    List<Route> open(Case load, Sink sink) throws IOException, InterruptedException;

    /** Forgets the ways. */
    void closeAll() throws IOException;

    ProcessTree process();

    @Override
    void close();
}
