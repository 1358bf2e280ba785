package org.carillon.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code send}: one file, to every device of one user. */
@Command(
        name = "send",
        description = {
            "Sends a file as one message to every device of a user.",
            "A name without a domain is a user of 'localhost'."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server has the whole message (with --confirm: a device has it)",
            "1:refused, or not sent",
            "2:wrong usage"
        })
public final class SendCommand implements Callable<Integer> {
    private static final int DELIVERED = 0;
    private static final int NOT_DELIVERED = 1;
    private static final Duration CONFIRMATION = Duration.ofSeconds(30);
    private static final String STANDARD_INPUT = "-";

    @Spec private CommandSpec spec;

    @Mixin private ServerOption server;

    @Option(
            names = "--from",
            paramLabel = "USER",
            defaultValue = "alice",
            converter = ServerOption.User.class,
            description = "Who sends (default: ${DEFAULT-VALUE}).")
    private SipAddress from;

    @Option(
            names = "--to",
            paramLabel = "USER",
            defaultValue = "bob",
            converter = ServerOption.User.class,
            description = "Who receives (default: ${DEFAULT-VALUE}).")
    private SipAddress to;

    @Option(
            names = "--subject",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Subject of the message.")
    private String subject;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            defaultValue = "",
            description = "MIME type; guessed from the file name unless given.")
    private String contentType;

    @Option(
            names = "--chunk",
            paramLabel = "BYTES",
            defaultValue = "65536",
            description = "Bytes in one MSRP SEND (default: ${DEFAULT-VALUE}).")
    private int chunk;

    @Option(
            names = "--confirm",
            description =
                    "Wait until a device says that it has the whole message; with --pager the"
                            + " sender is registered as a device of its user meanwhile.")
    private boolean confirm;

    @Option(names = "--pager", description = "Send it in a MESSAGE, as a short one.")
    private boolean pager;

    @Option(
            names = "--tls",
            description = "Send over TLS (msrps); the server needs a certificate for it.")
    private boolean tls;

    @Parameters(paramLabel = "FILE", description = "The file to send, or - for standard input.")
    private String file;

    @Override
    public Integer call() throws InterruptedException {
        Screen screen = Screen.of(spec.commandLine().getOut());
        MessageSender.Settings settings = settings();
        try (LargeMessage message = message()) {
            return report(send(settings, message, screen), message, screen);
        } catch (IOException e) {
            return fail(e.getMessage());
        }
    }

    private SendOutcome send(MessageSender.Settings settings, LargeMessage message, Screen screen)
            throws IOException, InterruptedException {
        try (UserAgent userAgent = UserAgent.open(server.agent());
                SendScreen watcher = new SendScreen(screen, message)) {
            if (pager) {
                return page(new PagerSender(userAgent, InstantSource.system()), message, watcher);
            }
            return new MessageSender(userAgent, settings, InstantSource.system())
                    .send(from, to, subject, message, watcher);
        }
    }

    private SendOutcome page(PagerSender sender, LargeMessage message, SendScreen watcher)
            throws IOException, InterruptedException {
        PagerSender.Page page = new PagerSender.Page(from, to, subject, message);
        return confirm
                ? sender.sendAndConfirm(page, CONFIRMATION, watcher)
                : sender.send(page, watcher);
    }

    private int report(SendOutcome outcome, LargeMessage message, Screen screen) {
        if (outcome instanceof SendOutcome.Accepted accepted) {
            screen.line(
                    "%s: %s of %s sent; %s."
                            .formatted(
                                    message.label(),
                                    Bytes.show(accepted.octets()),
                                    pager ? "CPIM" : "MSRP",
                                    accepted.confirmed()
                                            ? "a device confirmed it"
                                            : "the server has all of it"));
            return DELIVERED;
        }
        return outcome instanceof SendOutcome.Refused refused
                ? fail("not delivered: the far side answered " + refused.text())
                : fail("not delivered: " + ((SendOutcome.Failed) outcome).why());
    }

    private int fail(String why) {
        spec.commandLine().getErr().println(why);
        if (why.contains("no answer")
                || why.contains("cannot reach")
                || why.contains("nobody listens")) {
            spec.commandLine().getErr().println(ServerOption.HINT);
        }
        return NOT_DELIVERED;
    }

    private MessageSender.Settings settings() {
        try {
            return new MessageSender.Settings(chunk, confirm, tls, Duration.ofSeconds(30));
        } catch (IllegalArgumentException e) {
            throw usage("--chunk: " + e.getMessage());
        }
    }

    private LargeMessage message() {
        try {
            return file.equals(STANDARD_INPUT) ? standardInput() : ofFile(Path.of(file));
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        } catch (IOException e) {
            throw usage("cannot read " + file + ": " + e.getMessage());
        }
    }

    private LargeMessage standardInput() {
        String type = contentType.isEmpty() ? LargeMessage.OCTETS : contentType;
        return new LargeMessage("", type, LargeMessage.UNKNOWN, System.in);
    }

    private LargeMessage ofFile(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw usage(Files.exists(path) ? file + " is not a file" : file + " does not exist");
        }
        return contentType.isEmpty() ? LargeMessage.of(path) : LargeMessage.of(path, contentType);
    }

    private ParameterException usage(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }
}
