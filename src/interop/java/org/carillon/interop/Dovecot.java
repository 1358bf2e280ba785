package org.carillon.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.carillon.bench.cluster.OrdinaryUser;
import org.carillon.certificate.TestCertificate;
import org.carillon.it.agent.Eventually;

/**
 * Dovecot with a directory of its own, on free ports of the loopback address, without any right
 * beyond that directory: the superuser becomes {@code nobody} first. Every user's password is
 * {@link #PASSWORD}; {@code carillon} may act for all with {@link #MASTER_PASSWORD}.
 */
final class Dovecot implements AutoCloseable {
    static final String PASSWORD = "secret";
    static final String MASTER_PASSWORD = "master-secret";

    static final Path CONFIGURATION = Path.of("docker/dovecot/dovecot.conf");

    private static final String USERS =
            """
            passdb {
              driver = static
              args = password=%s
            }
            """
                    .formatted(PASSWORD);

    private static final String PROGRAM = "/usr/sbin/dovecot";
    private static final int STOP_SECONDS = 20;

    private final Path home;
    private final int port;
    private final int tlsPort;
    private Process process;

    private Dovecot(Path home, int port, int tlsPort) {
        this.home = home;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /**
     * @param directory of this test; Dovecot gets a directory in it
     * @param certificate what it shows; its key is copied
     */
    static Dovecot start(Path directory, TestCertificate certificate) throws IOException {
        Neighbour.require("dovecot", "dovecot-imapd");
        Path home = OrdinaryUser.home(directory, "dovecot");
        certificate.writeCertificate(home.resolve("mail-certificate"));
        certificate.writeKey(home.resolve("mail-key"));
        Files.writeString(
                home.resolve("mail-masters"), "carillon:{PLAIN}" + MASTER_PASSWORD + "\n");
        Files.writeString(home.resolve("users.conf"), USERS);
        Dovecot dovecot = new Dovecot(home, Neighbour.freePort(), Neighbour.freePort());
        Files.writeString(home.resolve("dovecot.conf"), dovecot.configuration());
        dovecot.giveAway();
        dovecot.start();
        return dovecot;
    }

    /** Makes it the owner of all that lies in its directory. */
    void giveAway() throws IOException {
        OrdinaryUser.own(home);
    }

    /** What operators get, but with directories, ports and a user of this test. */
    private String configuration() throws IOException {
        return Files.readString(CONFIGURATION)
                .replace("listen = *", "listen = 127.0.0.1")
                .replace("/run/secrets", home.toString())
                .replace("/run/dovecot", home.resolve("run").toString())
                .replace("/dev/stderr", home.resolve("log").toString())
                .replace("/srv/mail", mail().toString())
                .replace("default_internal_group = vmail", "default_internal_group = @group")
                .replace("gid=vmail", "gid=@group")
                .replace("vmail", OrdinaryUser.name())
                .replace("@group", OrdinaryUser.group(home))
                .replace("1143", Integer.toString(port))
                .replace("1993", Integer.toString(tlsPort));
    }

    /** Starts it again, with what it has stored. */
    void start() throws IOException {
        List<String> command =
                List.of(PROGRAM, "-F", "-c", home.resolve("dovecot.conf").toString());
        process =
                new ProcessBuilder(OrdinaryUser.command(command))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("output").toFile())
                        .start();
        Eventually.holds("dovecot serves", this::serves);
    }

    private boolean serves() {
        if (!process.isAlive()) {
            throw new AssertionError("dovecot has ended: see " + home);
        }
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.getInputStream().read() == '*';
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it and the processes it has started. */
    void stop() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroy);
        children.forEach(child -> child.onExit().join());
    }

    /** Without TLS, and for STARTTLS. */
    int port() {
        return port;
    }

    /** With TLS from the first octet. */
    int tlsPort() {
        return tlsPort;
    }

    /** Where the Maildirs of its users are. */
    Path mail() {
        return home.resolve("mail");
    }

    /** How often somebody has logged in to the mailboxes of this user. */
    long logins(String user) throws IOException {
        try (Stream<String> lines = Files.lines(home.resolve("log"))) {
            return lines.filter(line -> line.contains(" Login: user=<" + user + ">")).count();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
