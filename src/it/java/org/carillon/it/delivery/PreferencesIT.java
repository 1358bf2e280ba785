package org.carillon.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.carillon.launcher.Server;
import org.carillon.launcher.ServerOptions;
import org.carillon.rules.Rule;
import org.carillon.store.StoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preferences that cannot be read: what protects privacy is done, and the message arrives. */
class PreferencesIT {
    private static final Path WAR = Path.of("target/carillon.war");

    @TempDir Path data;

    @Test
    @Rule("C-28")
    void whatCannotBeReadIsTakenAsNo() throws Exception {
        String recipient;
        Device phone;
        try (Server first = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage before = Stage.of(first, data)) {
            phone = before.device("phone");
            recipient = before.bob();
            before.bobPrefers("{\"recordHistory\": true}").forget(phone);
        }
        spoil();
        try (Server second = Server.start(ServerOptions.onFreePorts(data, WAR));
                Stage after = Stage.of(second, data)) {
            delivers(after.aliceTo(recipient), phone);
            assertThat(after.everyHistory()).isEmpty();
        } finally {
            phone.close();
        }
    }

    private void spoil() throws SQLException {
        StoreOptions store = StoreOptions.embedded(data);
        try (Connection connection =
                        DriverManager.getConnection(store.url(), store.login().user(), "");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE preference SET choices = 'nonsense'"))
                    .isOne();
        }
    }

    private static void delivers(Sender alice, Device phone) {
        String message = Message.saying("hello");
        alice.invites();
        phone.expectInvite();
        phone.answers();
        alice.expect200();
        alice.acks();
        phone.expectAck().connects();
        alice.connects().sends("tr01", message).expectResponse("tr01", 200);
        assertThat(phone.expectMessage()).isEqualTo(message);
        alice.byes();
        phone.expectBye();
        alice.msrp().expectClosed();
    }
}
