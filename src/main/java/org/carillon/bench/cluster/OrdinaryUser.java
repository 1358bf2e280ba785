package org.carillon.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who runs a neighbour: nobody where we are the superuser, otherwise who we are. */
public final class OrdinaryUser {
    private static final boolean SUPERUSER = System.getProperty("user.name").equals("root");
    private static final String NAME = SUPERUSER ? "nobody" : System.getProperty("user.name");

    private OrdinaryUser() {}

    /** Its name. */
    public static String name() {
        return NAME;
    }

    /**
     * @param home anything of that user's
     */
    public static String group(Path home) throws IOException {
        return SUPERUSER ? "nogroup" : Files.getAttribute(home, "posix:group").toString();
    }

    /** A directory in {@code parent}, which others may then pass. */
    public static Path home(Path parent, String name) throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        return Files.createDirectory(parent.resolve(name));
    }

    /** Makes it the owner of all that lies there. */
    public static void own(Path home) throws IOException {
        if (SUPERUSER) {
            UserPrincipalLookupService users = home.getFileSystem().getUserPrincipalLookupService();
            try (Stream<Path> all = Files.walk(home)) {
                for (Path each : all.toList()) {
                    Files.setOwner(each, users.lookupPrincipalByName(NAME));
                }
            }
        }
    }

    /** The command as that user starts it; the process is the program itself. */
    public static List<String> command(List<String> program) {
        List<String> command = new ArrayList<>();
        if (SUPERUSER) {
            command.addAll(List.of("setpriv", "--reuid=" + NAME, "--regid=nogroup"));
            command.add("--clear-groups");
        }
        command.addAll(program);
        return command;
    }
}
