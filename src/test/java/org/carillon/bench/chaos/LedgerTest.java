package org.carillon.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(List.of("phone", "tablet"));

    @Test
    void whatIsAcknowledgedAndMissingOnOneDeviceIsLost() {
        ledger.attempted();
        ledger.acknowledged("a");
        ledger.saved("phone", "a");
        assertThat(ledger.totals()).isEqualTo(new Ledger.Totals(1, Map.of(), 1, 1, 0, 0, 1));
    }

    @Test
    void whatEveryDeviceHasIsNot() {
        ledger.attempted();
        ledger.acknowledged("a");
        ledger.saved("phone", "a");
        ledger.saved("tablet", "a");
        ledger.saved("tablet", "a");
        ledger.saved("tablet", "a");
        assertThat(ledger.totals())
                .as("twice too often")
                .isEqualTo(new Ledger.Totals(1, Map.of(), 1, 2, 0, 2, 0));
    }

    /** The 200 for the last octet was under way when the server died. */
    @Test
    void whatTheSenderDoesNotKnowOfIsNeitherLostNorDelivered() {
        ledger.attempted();
        ledger.saved("phone", "a");
        Ledger.Totals totals = ledger.totals();
        assertThat(totals).isEqualTo(new Ledger.Totals(1, Map.of(), 0, 0, 1, 0, 0));
        assertThat(totals.undecided()).isOne();
    }

    @Test
    void allUsersTogether() {
        Ledger other = new Ledger(List.of("phone"));
        other.attempted();
        other.refused(503);
        ledger.attempted();
        ledger.refused(503);
        ledger.attempted();
        ledger.refused(480);
        ledger.attempted();
        ledger.acknowledged("a");
        Ledger.Totals totals = ledger.totals().plus(other.totals());
        assertThat(totals).isEqualTo(new Ledger.Totals(4, Map.of(480, 1, 503, 2), 1, 0, 0, 0, 2));
        assertThat(totals.undecided()).isZero();
    }
}
