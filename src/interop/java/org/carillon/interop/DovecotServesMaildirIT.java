package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** History in Maildirs, which a mail server serves as they are. */
class DovecotServesMaildirIT extends DovecotContract {
    @Override
    DovecotOutbox open(Dovecot dovecot, Path directory) throws IOException {
        if (Files.exists(dovecot.mail())) {
            try (Stream<Path> before = Files.walk(dovecot.mail())) {
                for (Path each : before.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        return new DovecotOutbox(directory, dovecot.mail());
    }

    @Override
    String login(String user) {
        return user;
    }
}
