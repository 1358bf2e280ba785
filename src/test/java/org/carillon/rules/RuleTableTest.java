package org.carillon.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every rule has a test that bears its name, and the table in the tree says which. */
class RuleTableTest {
    private static final Path RULES = Path.of("src/test/resources/rules/rules.txt");
    private static final Path TABLE = Path.of("src/test/RULES.md");

    @Test
    void everyRuleHasATestAndTheTableSaysSo() throws IOException {
        RuleTable table =
                new RuleTable(RuleTable.read(Files.readAllLines(RULES)))
                        .scan(Path.of("target/test-classes"));

        assertThat(table.problems()).isEmpty();
        if (Boolean.getBoolean("rules.write")) {
            Files.writeString(TABLE, table.markdown());
        }
        assertThat(RuleTable.text(TABLE))
                .as(
                        "%s is not what the tests say: run mvn test -Dtest=RuleTableTest"
                                + " -Drules.write=true and commit it",
                        TABLE)
                .isEqualTo(table.markdown());
    }

    @Test
    void aRuleWithoutATestAndATestWithoutARuleAreFound() {
        RuleTable table =
                new RuleTable(RuleTable.read(List.of("# comment", "X-1 one", "X-2 two")))
                        .add(Tagged.class);

        assertThat(table.problems())
                .containsExactly(
                        "RuleTableTest.Tagged.forgotten names rules and is no test",
                        "X-2 has no test: two",
                        "X-3 is no rule of rules.txt: [RuleTableTest.Tagged]");
        assertThat(table.markdown())
                .contains(
                        "| X-1 | one | `RuleTableTest.Tagged`<br>`RuleTableTest.Tagged.proof` |\n");
    }

    @Test
    void aRuleIsNamedOnce() {
        assertThatThrownBy(() -> RuleTable.read(List.of("X-1 one", "X-1 two")))
                .hasMessageContaining("X-1");
        assertThat(RuleTable.read(List.of("X-1 a b"))).isEqualTo(Map.of("X-1", "a b"));
    }

    /** Not run: the rules that it names are made up. */
    @Rule({"X-1", "X-3"})
    static final class Tagged {
        @Test
        @Rule("X-1")
        void proof() {}

        @Rule("X-2")
        void forgotten() {}
    }
}
