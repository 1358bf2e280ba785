package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.carillon.call.Preferences.Delivery;
import org.junit.jupiter.api.Test;

/** What every {@link PreferenceStore} does. */
public interface PreferenceStoreContract {
    Aor BOB = Aor.of("sip:bob@example.com");

    /** Unlike {@link Preferences#DEFAULT} in every choice, so that no field can hide. */
    Preferences DEFAULTS =
            new Preferences(
                    Delivery.NONE,
                    Set.of("urn:d"),
                    Set.of("urn:q"),
                    Set.of("sip:b"),
                    false,
                    false,
                    Preferences.Deferral.DEFER);

    Preferences CHOSEN =
            new Preferences(
                    Delivery.LISTED,
                    Set.of("urn:uuid:1", "sip:bob@example.com;gr=2"),
                    Set.of("urn:gsma:imei:3"),
                    Set.of("sip:*@spam.example", "tel:+1\"\\"),
                    true,
                    true,
                    Preferences.Deferral.REJECT);

    /** The same store, whose defaults are {@link #DEFAULTS}, whenever one test asks. */
    PreferenceStore preferences();

    @Test
    default void aUserWhoNeverChoseHasTheConfiguredDefaults() throws Exception {
        assertThat(preferences().preferencesOf(BOB)).isEqualTo(DEFAULTS);
    }

    @Test
    default void everyChoiceComesBack() throws Exception {
        preferences().save(BOB, CHOSEN);
        assertThat(preferences().preferencesOf(BOB)).isEqualTo(CHOSEN);
    }

    @Test
    default void theLastChoiceHolds() throws Exception {
        preferences().save(BOB, CHOSEN);
        preferences().save(BOB, Preferences.DEFAULT);
        assertThat(preferences().preferencesOf(BOB)).isEqualTo(Preferences.DEFAULT);
    }

    @Test
    default void oneUsersChoicesAreNotAnothers() throws Exception {
        preferences().save(BOB, CHOSEN);
        Aor nearlyBob = Aor.of("sip:Bob@example.com");
        assertThat(preferences().preferencesOf(nearlyBob)).isEqualTo(DEFAULTS);
    }
}
