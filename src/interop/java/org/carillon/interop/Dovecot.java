package org.carillon.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
        certificate.writeCertificate(home.resolve("certificate.pem"));
        certificate.writeKey(home.resolve("key.pem"));
        Files.writeString(home.resolve("masters"), "carillon:{PLAIN}" + MASTER_PASSWORD + "\n");
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

    private String configuration() throws IOException {
        return """
        protocols = imap
        listen = 127.0.0.1
        base_dir = @home/run
        state_dir = @home/run
        log_path = @home/log
        default_internal_user = @user
        default_internal_group = @group
        default_login_user = @user
        first_valid_uid = 1
        first_valid_gid = 1
        ssl = yes
        ssl_cert = <@home/certificate.pem
        ssl_key = <@home/key.pem
        auth_failure_delay = 0
        auth_mechanisms = plain
        auth_master_user_separator = *
        mail_location = maildir:@home/mail/%u
        passdb {
          driver = passwd-file
          master = yes
          args = @home/masters
        }
        passdb {
          driver = static
          args = password=@password
        }
        userdb {
          driver = static
          args = uid=@user gid=@group home=@home/mail/%u
        }
        namespace {
          inbox = yes
          separator = /
        }
        service anvil {
          chroot =
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = @port
          }
          inet_listener imaps {
            port = @tls-port
            ssl = yes
          }
        }
        """
                .replace("@home", home.toString())
                .replace("@user", OrdinaryUser.name())
                .replace("@group", OrdinaryUser.group(home))
                .replace("@password", PASSWORD)
                .replace("@port", Integer.toString(port))
                .replace("@tls-port", Integer.toString(tlsPort));
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
