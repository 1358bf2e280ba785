package org.carillon.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code carillon health}: for a supervisor, which learns by the exit code whether it serves. */
@Command(
        name = "health",
        description = {
            "Asks the server on this machine how it is, and prints the answer.",
            "A server that lacks a neighbour still delivers: that is no failure."
        },
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it serves", "1:it does not"})
final class HealthCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--http-port", paramLabel = "PORT", description = "where it serves HTTP")
    private int httpPort = 8080;

    @Override
    public Integer call() throws InterruptedException {
        URI uri =
                URI.create("http://" + ContainerOptions.HTTP_HOST + ":" + httpPort + "/api/health");
        try {
            HttpResponse<String> health =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            System.out.println(health.body());
            return health.statusCode() == 200 ? 0 : 1;
        } catch (IOException e) {
            System.err.println("carillon health: nobody answers at " + uri);
            return 1;
        }
    }
}
