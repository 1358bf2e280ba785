package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link BindingStore} does, in memory or in any database. */
public interface BindingStoreContract {
    Instant NOW = Instant.parse("2026-11-22T12:00:00.250Z");
    Aor BOB = Aor.of("sip:bob@example.com");
    Aor CAROL = Aor.of("sip:carol@example.com");

    /** The same, empty store whenever one test asks. */
    BindingStore bindings();

    @Test
    default void aUserWhoNeverRegisteredHasNone() throws Exception {
        assertThat(bindings().bindingsOf(BOB, NOW)).isEmpty();
    }

    @Test
    default void everyFieldComesBack() throws Exception {
        Device full =
                new Device(
                        Optional.of("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                        Optional.of("sip:bob@example.com;gr=x\"'\\"),
                        "sip:bob@192.0.2.1:5062;transport=tcp",
                        List.of(
                                "<sip:p1.example.com;lr>",
                                "\"J\u00f6rg, p2\" <sip:p2.example.com;lr>"),
                        List.of("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg"),
                        700);
        Binding binding =
                new Binding(
                        BOB, full, "call-1@host", 4294967295L, Optional.of(7), NOW.plusMillis(1));
        replace(bindings(), BOB, List.of(binding));
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(binding);
    }

    @Test
    default void whatIsAbsentStaysAbsent() throws Exception {
        Binding bare = binding(BOB, "sip:bob@192.0.2.1", 0, 60);
        replace(bindings(), BOB, List.of(bare));
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(bare);
    }

    @Test
    default void highestQComesFirstAndEqualsKeepTheirOrder() throws Exception {
        Binding low = binding(BOB, "sip:low@h", 100, 60);
        Binding high = binding(BOB, "sip:high@h", 1000, 60);
        Binding middle = binding(BOB, "sip:a@h", 500, 60);
        Binding middleToo = binding(BOB, "sip:b@h", 500, 60);
        replace(bindings(), BOB, List.of(low, middleToo, high, middle));
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(high, middleToo, middle, low);
    }

    @Test
    default void replaceLeavesNothingOfBeforeAndTouchesNobodyElse() throws Exception {
        Binding other = binding(CAROL, "sip:carol@192.0.2.9", 1000, 60);
        replace(bindings(), CAROL, List.of(other));
        replace(bindings(), BOB, List.of(binding(BOB, "sip:old@h", 1000, 60)));
        Binding fresh = binding(BOB, "sip:new@h", 1000, 60);
        replace(bindings(), BOB, List.of(fresh));
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(fresh);
        assertThat(bindings().bindingsOf(CAROL, NOW)).containsExactly(other);
    }

    @Test
    default void replaceByNothingForgetsTheUser() throws Exception {
        replace(bindings(), BOB, List.of(binding(BOB, "sip:old@h", 1000, 60)));
        replace(bindings(), BOB, List.of());
        assertThat(bindings().bindingsOf(BOB, NOW)).isEmpty();
    }

    @Test
    default void twoFlowsMayShareOneContact() throws Exception {
        Device device = binding(BOB, "sip:bob@192.0.2.1", 1000, 60).device();
        Instant end = NOW.plusSeconds(60);
        Binding one = new Binding(BOB, device, "c", 1, Optional.of(1), end);
        Binding two = new Binding(BOB, device, "c", 2, Optional.of(2), end);
        replace(bindings(), BOB, List.of(one, two));
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(one, two);
    }

    @Test
    default void aBindingEndsAtItsVeryMillisecond() throws Exception {
        Binding binding = binding(BOB, "sip:bob@h", 1000, 60);
        replace(bindings(), BOB, List.of(binding));
        Instant end = binding.expires();
        assertThat(bindings().bindingsOf(BOB, end.minusMillis(1))).containsExactly(binding);
        assertThat(bindings().bindingsOf(BOB, end)).isEmpty();
    }

    @Test
    default void purgeForgetsWhatEndedAndCountsIt() throws Exception {
        Binding longer = binding(BOB, "sip:longer@h", 1000, 60);
        replace(bindings(), BOB, List.of(binding(BOB, "sip:short@h", 1000, 10), longer));
        replace(bindings(), CAROL, List.of(binding(CAROL, "sip:carol@h", 1000, 10)));
        assertThat(bindings().purge(NOW.plusSeconds(10))).isEqualTo(2);
        assertThat(bindings().purge(NOW.plusSeconds(10))).isZero();
        assertThat(bindings().bindingsOf(BOB, NOW)).containsExactly(longer);
    }

    @Test
    default void textOfAPeerIsDataNeverSql() throws Exception {
        Aor user = new Aor("sip:x'; DROP TABLE binding; --@example.com");
        Binding binding = binding(user, "sip:'||'@h", 1000, 60);
        replace(bindings(), user, List.of(binding));
        assertThat(bindings().bindingsOf(user, NOW)).containsExactly(binding);
    }

    /** Makes these the user's only ones. */
    static void replace(BindingStore store, Aor user, List<Binding> bindings)
            throws SourceException {
        RegisterOutcome all = new RegisterOutcome.Registered(bindings, NOW, false, List.of());
        assertThat(store.change(user, NOW, before -> all)).isEqualTo(all);
    }

    @Test
    default void aChangeKnowsWhatIsThereAndARefusalLeavesIt() throws Exception {
        Binding one = binding(BOB, "sip:one@h", 1000, 60);
        replace(bindings(), BOB, List.of(one, binding(BOB, "sip:short@h", 1000, 10)));
        RegisterOutcome refused = new RegisterOutcome.Refused(403, List.of());
        RegisterOutcome outcome =
                bindings()
                        .change(
                                BOB,
                                NOW.plusSeconds(10),
                                before -> {
                                    assertThat(before).containsExactly(one);
                                    return refused;
                                });
        assertThat(outcome).isEqualTo(refused);
        assertThat(bindings().bindingsOf(BOB, NOW)).hasSize(2);
    }

    private static Binding binding(Aor user, String contact, int q, int seconds) {
        Device device =
                new Device(Optional.empty(), Optional.empty(), contact, List.of(), List.of(), q);
        return new Binding(user, device, "c@h", 1, Optional.empty(), NOW.plusSeconds(seconds));
    }
}
