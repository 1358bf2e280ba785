package org.carillon.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.carillon.it.agent.PortPair;
import org.carillon.it.agent.SenderCall;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.launcher.War;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kamailio's xcap_server is the XDMS. */
class XcapIT {
    private static final String AUID = "org.openmobilealliance.user-profile";

    @TempDir static Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeAll
    static void look() {
        Kamailio.require();
    }

    private Server server(Path data) throws Exception {
        return Server.start(
                ServerOptions.onFreePorts(data, War.ofThisBuild())
                        .with(
                                Map.of(
                                        "not-available",
                                        "reject",
                                        "preference-source",
                                        "xcap",
                                        "xcap-root",
                                        "http://127.0.0.1:" + port + "/xcap-root",
                                        "xcap-auid",
                                        AUID,
                                        "xcap-document",
                                        "index")));
    }

    @Test
    @Rule({"S-8", "C-28"})
    @SuppressWarnings("try") // the XDMS is there, and is spoken to by its address
    void whatTheUserHasThereIsObeyed() throws Exception {
        Path files = Files.createTempDirectory(directory, "xdms");
        port = PortPair.free();
        try (Server server = server(Files.createTempDirectory(directory, "data"));
                Household home = Household.overUdp(server.sipAddress())) {
            try (Kamailio xdms = Kamailio.xdms(files, port)) {
                ShortDelivery.STRAIGHT.play(home);
                put(home.user(), "<delivery>none</delivery>");
                isRefused(home);
                isRefused(home);
                assertThat(server.counted("xcap-unchanged")).isOne();
                put(home.user(), "<quiet-device>" + home.instanceOfThePhone() + "</quiet-device>");
                home.refusesByTheTabletAlone();
                put(home.user(), "<delivery>all</delivery>");
                ShortDelivery.STRAIGHT.play(home);
                assertThat(server.counted("xcap-failures")).isZero();
                assertThat(health(server)).contains("\"ok\"");
            }
            ShortDelivery.STRAIGHT.play(home);
            assertThat(health(server)).contains("degraded", "look at xcap-root");
            assertThat(stored(server)).isEqualTo(405);
            try (Kamailio xdms = Kamailio.xdms(files, port)) {
                put(home.user(), "<delivery>none</delivery>");
                isRefused(home);
            }
        }
    }

    private static void isRefused(Household home) {
        SenderCall call = home.call();
        call.expect(480);
        call.ackRefusal();
    }

    private void put(String user, String choices) throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/xcap-root/%s/users/%s/index"
                                .formatted(port, AUID, user));
        String document =
                "<?xml version=\"1.0\"?><preferences"
                        + " xmlns=\"https://carillon.invalid/ns/preferences\">"
                        + choices
                        + "</preferences>";
        HttpRequest put =
                HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(document)).build();
        assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isIn(200, 201);
    }

    private int stored(Server server) throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/api/users/sip:bob@localhost/preferences"
                                .formatted(server.httpAddress().getPort()));
        HttpRequest put = HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString("{}")).build();
        return http.send(put, BodyHandlers.ofString(StandardCharsets.UTF_8)).statusCode();
    }

    private String health(Server server) throws IOException, InterruptedException {
        URI uri =
                URI.create(
                        "http://127.0.0.1:%d/api/health".formatted(server.httpAddress().getPort()));
        HttpRequest get = HttpRequest.newBuilder(uri).build();
        return http.send(get, BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    }
}
