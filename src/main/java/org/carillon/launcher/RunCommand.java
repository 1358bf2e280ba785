package org.carillon.launcher;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code carillon run}: the server in the foreground, until a signal.
 *
 * <p>On SIGTERM or Ctrl-C it refuses new work, finishes the deliveries in progress within a bounded
 * time and exits 0.
 */
@Command(
        name = "run",
        description = "Runs the server in the foreground until SIGTERM or Ctrl-C.",
        showDefaultValues = true)
final class RunCommand implements Callable<Integer> {
    /** Behind the application's own bound on finishing deliveries. */
    private static final Duration DRAIN_AT_MOST = Duration.ofMinutes(2);

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "the address to listen on; HTTP is local")
    private String host = "127.0.0.1";

    @Option(names = "--sip-port", paramLabel = "PORT", description = "SIP over UDP and TCP")
    private int sipPort = 5060;

    @Option(names = "--msrp-port", paramLabel = "PORT", description = "MSRP over TCP")
    private int msrpPort = 2855;

    @Option(names = "--http-port", paramLabel = "PORT", description = "the console")
    private int httpPort = 8080;

    @Option(names = "--data", paramLabel = "DIR", description = "what must survive a restart")
    private Path dataDirectory = Path.of("carillon-data");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "any setting of sip.xml; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--war", hidden = true, description = "another application")
    private Path war = War.ofThisBuild();

    @Override
    public Integer call() throws InterruptedException {
        Running running = new Running();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> running.stop(DRAIN_AT_MOST), "carillon-stop"));
        try {
            Server server = running.start(options());
            System.out.println(readyLine(server));
            System.out.flush();
        } catch (StartFailure e) {
            System.err.println("carillon run: " + e.getMessage());
            return 1;
        }
        new CountDownLatch(1).await(); // the shutdown hook ends the JVM
        return 0;
    }

    private ServerOptions options() {
        return new ServerOptions(host, sipPort, msrpPort, httpPort, dataDirectory, settings, war);
    }

    static String readyLine(Server server) {
        return "carillon ready sip=%s msrp=%s%s http=%s"
                .formatted(
                        text(server.sipAddress()),
                        server.msrpAddress().map(RunCommand::text).orElse("none"),
                        server.msrpsAddress().map(at -> " msrps=" + text(at)).orElse(""),
                        text(server.httpAddress()));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
