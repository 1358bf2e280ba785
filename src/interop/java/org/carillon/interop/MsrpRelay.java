package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.carillon.bench.Ports;

/**
 * Kamailio as an MSRP relay (RFC 4976): lets in who knows the password, gives it a URI, and passes
 * on to its connection what comes for that URI.
 */
final class MsrpRelay implements AutoCloseable {
    static final String USER = "tablet";
    static final String PASSWORD = "not-a-secret";

    private static final String CONFIGURATION =
            """
            #!KAMAILIO
            debug=0
            log_stderror=yes
            children=1
            tcp_children=1
            auto_aliases=no
            dns=no
            rev_dns=no
            tcp_accept_no_cl=yes
            listen=tcp:127.0.0.1:%d
            loadmodule "sl.so"
            loadmodule "pv.so"
            loadmodule "auth.so"
            loadmodule "msrp.so"
            modparam("msrp", "sipmsg", 1)
            modparam("msrp", "cmap_size", 4)
            request_route { exit; }
            event_route[msrp:frame-in] {
                msrp_reply_flags("1");
                if (msrp_is_reply()) { exit; }
                if ($msrp(method) == "AUTH") {
                    if (!pv_www_authenticate("relay", "%s", "0", "AUTH")) {
                        auth_get_www_authenticate("relay", "0", "$var(challenge)");
                        msrp_reply("401", "Unauthorized", "$var(challenge)");
                        exit;
                    }
                    msrp_cmap_save();
                    exit;
                }
                msrp_reply("200", "OK");
                msrp_cmap_lookup();
                msrp_relay();
            }
            """;

    private final Process process;
    private final int port;

    private MsrpRelay(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static MsrpRelay start(Path directory) throws IOException, InterruptedException {
        int port = Ports.free();
        Path configuration = directory.resolve("kamailio.cfg");
        Files.writeString(configuration, CONFIGURATION.formatted(port, PASSWORD));
        String there = directory.toString();
        List<String> command =
                List.of(
                        "kamailio",
                        "-DD",
                        "-E",
                        "-m",
                        "64",
                        "-M",
                        "8",
                        "-w",
                        there,
                        "-Y",
                        there,
                        "-f",
                        configuration.toString());
        return new MsrpRelay(
                Ports.startListening(command, port, directory.resolve("kamailio.log")), port);
    }

    int port() {
        return port;
    }

    /** Where a client authenticates itself. */
    String uri() {
        return "msrp://127.0.0.1:%d;tcp".formatted(port);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
