package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.carillon.history.ImapLogin;
import org.carillon.history.ImapOptions.Tls;

/** History that goes to Dovecot by IMAP; each test has mailboxes of its own. */
class DovecotHistoryIT extends DovecotContract {
    @Override
    DovecotOutbox open(Dovecot dovecot, Path directory) throws IOException {
        ImapLogin login = new ImapLogin(login("{user}"), "", Dovecot.PASSWORD, "");
        return new DovecotOutbox(
                directory,
                DovecotOutbox.options(dovecot, Tls.IMPLICIT, Optional.of(authority()), login));
    }

    @Override
    String login(String user) {
        return test() + "-" + user;
    }
}
