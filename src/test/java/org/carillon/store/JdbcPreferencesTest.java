package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.carillon.call.Aor;
import org.carillon.call.PreferenceStore;
import org.carillon.call.PreferenceStoreContract;
import org.carillon.call.Preferences;
import org.carillon.call.Preferences.Delivery;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcPreferencesTest implements PreferenceStoreContract {
    private Store store;
    private PreferenceStore preferences;

    /** Empty; another one for each test. */
    StoreOptions database() throws Exception {
        return H2.inMemory();
    }

    @BeforeEach
    final void open() throws Exception {
        store = Store.open(database());
        preferences = new JdbcPreferences(store, DEFAULTS);
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Override
    public PreferenceStore preferences() {
        return preferences;
    }

    @Test
    void aDocumentOfAnOtherVersionKeepsWhatWeKnowAndDefaultsTheRest() throws SourceException {
        insert("{\"delivery\":\"ALL\",\"choiceOfTheFuture\":[1]}");
        Preferences read = preferences.preferencesOf(BOB);
        assertThat(read.delivery()).isEqualTo(Delivery.ALL);
        assertThat(read.quietDevices()).isEqualTo(DEFAULTS.quietDevices());
        assertThat(read.recordHistory()).isEqualTo(DEFAULTS.recordHistory());
    }

    @Test
    void aDamagedDocumentIsAFailureAndNotTheDefaults() throws SourceException {
        insert("{\"delivery\":\"SIDEWAYS\"}");
        assertThatThrownBy(() -> preferences.preferencesOf(BOB))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(BOB.uri());
    }

    @Test
    void twoFirstChoicesAtOnceAreBothTaken() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 50; round++) {
                Aor user = Aor.of("sip:user" + round + "@example.com");
                for (Future<Void> saved : threads.invokeAll(savesAtOnce(user))) {
                    saved.get(10, TimeUnit.SECONDS); // throws what save() threw
                }
                assertThat(preferences.preferencesOf(user)).isEqualTo(CHOSEN);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Callable<Void>> savesAtOnce(Aor user) {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<Void>> saves = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            saves.add(
                    () -> {
                        start.await(10, TimeUnit.SECONDS);
                        preferences.save(user, CHOSEN);
                        return null;
                    });
        }
        return saves;
    }

    private void insert(String choices) throws SourceException {
        store.run(
                "prepare the test",
                connection -> {
                    String sql = "INSERT INTO preference (aor, choices) VALUES (?, ?)";
                    try (var statement = connection.prepareStatement(sql)) {
                        statement.setString(1, BOB.uri());
                        statement.setString(2, choices);
                        return statement.executeUpdate();
                    }
                });
    }
}
