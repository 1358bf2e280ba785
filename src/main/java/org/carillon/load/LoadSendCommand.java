package org.carillon.load;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.carillon.msrp.MsrpPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code load send}: one message in each session. */
@Command(
        name = "send",
        description = {
            "Sends one message in each session, in chunks as fast as they are taken.",
            "In paths {n} is the number of the session, from 1."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every chunk was answered by 200", "1:not so", "2:wrong usage"},
        showDefaultValues = true)
final class LoadSendCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "PATH",
            required = true,
            description = "To-Path; once, or once for each session")
    private List<String> to;

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description = "From-Path; once, or once for each session")
    private List<String> from = List.of("msrp://127.0.0.1:9/source-{n};tcp");

    @Option(
            names = "--connect",
            paramLabel = "HOST:PORT",
            description = "where to, if not to what the To-Path names first")
    private Optional<String> connect = Optional.empty();

    @Option(names = "--tls", description = "TLS; any certificate is taken")
    private boolean tls;

    @Option(names = "--sessions", paramLabel = "N", description = "each with its connection")
    private int sessions = 1;

    @Option(
            names = "--chunk",
            paramLabel = "BYTES",
            description = "content of one SEND, whole MiB above 1 MiB")
    private long chunk = 2048;

    @Option(
            names = "--bytes",
            paramLabel = "BYTES",
            description = "in all sessions together, rounded up to whole chunks")
    private long bytes = 100_000_000;

    @Option(names = "--rate", paramLabel = "BYTES/S", description = "in all; 0 is unlimited")
    private double rate = 0;

    @Option(names = "--unanswered", description = "Failure-Report: no; nothing is awaited")
    private boolean unanswered;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "for all of it")
    private int timeout = 600;

    @Option(names = "--threads", paramLabel = "N", description = "that send")
    private int threads = 1;

    @Option(names = "--json", description = "prints JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try (Source source =
                Source.start(routes(), volume(), threads, context(), InstantSource.system())) {
            if (!source.await(Duration.ofSeconds(timeout))) {
                source.tally().error("timeout");
            }
            LoadReport report = new LoadReport(source.tally(), Optional.empty());
            spec.commandLine().getOut().println(json ? report.json() : report.line());
            return source.tally().errors().isEmpty() ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("carillon load send: " + e.getMessage());
            return 1;
        }
    }

    private List<Route> routes() {
        try {
            List<MsrpPath> toPaths = Paths.of(to, sessions);
            List<MsrpPath> fromPaths = Paths.of(from, sessions);
            return IntStream.range(0, sessions)
                    .mapToObj(i -> route(toPaths.get(i), fromPaths.get(i)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Route route(MsrpPath toPath, MsrpPath fromPath) {
        return new Route(
                connect.map(Paths::address).orElseGet(() -> Paths.firstHop(toPath)),
                toPath,
                fromPath);
    }

    private Volume volume() {
        try {
            return new Volume(chunk, bytes / sessions, rate / sessions, !unanswered);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Optional<SslContext> context() throws SSLException {
        return tls
                ? Optional.of(
                        SslContextBuilder.forClient()
                                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                .build())
                : Optional.empty();
    }
}
