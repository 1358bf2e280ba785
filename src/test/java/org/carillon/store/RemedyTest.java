package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemedyTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, look at store-user and store-password",
        "28000, look at store-user and store-password",
        "3D000, look at store-url: its database has to be there",
        "08001, 'look at store-url, and whether the database runs'",
        "57P03, 'look at store-url, and whether the database runs'",
        "42501, look at what store-user may do in the database",
        "53300, 'look at store-pool-size, and whether the database of store-url keeps up'",
        "42P01, look at the database of store-url",
        ", look at the database of store-url",
    })
    void theSettingComesFirstThenTheFirstLineOfTheReason(String state, String words) {
        SQLException cause = new SQLException("why\n  Detail: (aor)=(sip:bob@example.com)", state);
        assertThat(Remedy.of(new SQLException("outer", "08001", cause))).isEqualTo(words + ": why");
        assertThat(Remedy.of(new IllegalStateException(cause))).isEqualTo(words + ": why");
    }

    @Test
    void aPoolWithoutAFreeConnectionIsNotADatabaseThatIsGone() {
        assertThat(Remedy.of(new SQLTransientConnectionException("none")))
                .startsWith("look at store-pool-size");
        assertThat(
                        Remedy.of(
                                new SQLTransientConnectionException(
                                        "none", new SQLException("x", "08006"))))
                .startsWith("look at store-url");
    }

    @Test
    void whatIsNotOfTheDatabaseSpeaksForItself() {
        assertThat(Remedy.of(new IllegalStateException("cannot read store-password-file")))
                .isEqualTo("cannot read store-password-file");
        assertThat(Remedy.of(new IllegalStateException())).contains("IllegalStateException");
    }
}
