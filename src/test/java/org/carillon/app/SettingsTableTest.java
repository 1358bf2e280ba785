package org.carillon.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of settings is made from sip.xml, so that it cannot drift. */
class SettingsTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN =
            "<!-- settings: made from sip.xml; mvn test -Dtest=SettingsTableTest -Dtables.write"
                    + " -->\n";
    private static final String END = "<!-- end of settings -->";

    @Test
    void theReadmeShowsEverySetting() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        if (System.getProperty("tables.write") != null) {
            Files.writeString(README, readme.substring(0, begin) + table() + readme.substring(end));
            return;
        }
        assertThat(readme.substring(begin, end))
                .as("write it anew: mvn test -Dtest=SettingsTableTest -Dtables.write")
                .isEqualTo(table());
    }

    @Test
    void everySettingIsExplained() throws IOException {
        SipXml sipXml = SipXml.read();
        String group = "";
        for (String key : sipXml.values().keySet()) {
            group = sipXml.descriptions().get(key).isEmpty() ? group : key;
            assertThat(group).as("a comment before " + key).isNotEmpty();
        }
    }

    private static String table() throws IOException {
        SipXml sipXml = SipXml.read();
        StringBuilder table =
                new StringBuilder("| setting | default | what it does |\n|---|---|---|\n");
        sipXml.values()
                .forEach(
                        (key, value) ->
                                table.append(
                                        "| `%s` | %s | %s |\n"
                                                .formatted(
                                                        key,
                                                        value.isEmpty() ? "" : "`" + value + "`",
                                                        sipXml.descriptions()
                                                                .get(key)
                                                                .replace("<", "&lt;")
                                                                .replace("|", "\\|"))));
        return table.toString();
    }
}
