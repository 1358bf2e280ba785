package org.carillon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.BindingStoreContract;
import org.carillon.call.Device;
import org.carillon.call.SourceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcBindingsTest implements BindingStoreContract {
    private Store store;
    private BindingStore bindings;

    /** Empty; another one for each test. */
    StoreOptions database() throws Exception {
        return H2.inMemory();
    }

    @BeforeEach
    final void open() throws Exception {
        store = Store.open(database());
        bindings = new JdbcBindings(store);
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Override
    public BindingStore bindings() {
        return bindings;
    }

    @Test
    void aReplaceThatFailsHalfWayChangesNothing() throws SourceException {
        Binding before = binding("sip:before@h", "c");
        BindingStoreContract.replace(bindings, BOB, List.of(before));
        Binding noCallId = binding("sip:second@h", null);
        assertThatThrownBy(
                        () ->
                                BindingStoreContract.replace(
                                        bindings,
                                        BOB,
                                        Arrays.asList(binding("sip:first@h", "c"), noCallId)))
                .isInstanceOf(SourceException.class);
        assertThat(bindings.bindingsOf(BOB, NOW)).containsExactly(before);
    }

    @Test
    void aFailedTransactionDoesNotPoisonItsConnection() throws SourceException {
        for (int i = 0; i < 10; i++) { // more often than there are connections
            assertThatThrownBy(
                            () ->
                                    BindingStoreContract.replace(
                                            bindings, BOB, List.of(binding("sip:x@h", null))))
                    .isInstanceOf(SourceException.class);
        }
        Binding after = binding("sip:after@h", "c");
        BindingStoreContract.replace(bindings, BOB, List.of(after));
        assertThat(bindings.bindingsOf(BOB, NOW)).containsExactly(after);
    }

    @Test
    void aClosedStoreSaysWhichSettingsToLookAt() {
        store.close();
        assertThatThrownBy(() -> bindings.bindingsOf(BOB, NOW))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("could not read the bindings of sip:bob@example.com")
                .hasMessageContaining("store-url");
    }

    static Binding binding(String contact, String callId) {
        Device device =
                new Device(Optional.empty(), Optional.empty(), contact, List.of(), List.of(), 1000);
        return new Binding(BOB, device, callId, 1, Optional.empty(), NOW.plusSeconds(60));
    }
}
