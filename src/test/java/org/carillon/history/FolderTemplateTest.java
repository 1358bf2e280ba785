package org.carillon.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.carillon.call.HistoryContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTemplateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6|Default/f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "abc@host.example|Default/abc@host=2Eexample",
                "../../etc/passwd|Default/=2E=2E=2F=2E=2E=2Fetc=2Fpasswd",
                ".|Default/=2E",
                "a=2Eb|Default/a=3D2Eb",
                "a b|Default/a b",
                " a |Default/=20a=20",
                "R&D|Default/R&D",
                "*%\"\\~|Default/=2A=25=22=5C=7E",
                "{From}|Default/=7BFrom=7D",
                "$1\\1|Default/$1=5C1",
                "INBOX|Default/INBOX",
                "\u53f0\u5317|Default/\u53f0\u5317",
                "a\u00fcb|Default/a\u00fcb",
                "\u202e\ud83d\ude00|Default/=u202E;=u1F600;",
                "\ud800|Default/=uD800;",
                "\u0001\u007f\u0085|Default/=01=7F=85",
            })
    void namesOfConversations(String conversationId, String folder) {
        assertThat(folderOf("Default/{Conversation-ID}", conversationId)).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\u53f0\u5317| &U,BTFw-", // RFC 3501 §5.1.3 has these letters
                "a\u00fcb| a&APw-b",
                "R&D| R&-D",
            })
    void maildirHasThemInModifiedUtf7(String name, String encoded) {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded);
    }

    @Test
    void controlsAreSpelledOut() {
        assertThat(folderOf("Default/{Conversation-ID}", "\0\r\n\t"))
                .isEqualTo("Default/=00=0D=0A=09");
    }

    @Test
    void noTextIsAFolderToo() {
        assertThat(folderOf("Default/{Conversation-ID}", "")).isEqualTo("Default/=");
    }

    @ParameterizedTest
    @CsvSource({
        "{Conversation-ID}, INBOX, =49NBOX",
        "{Conversation-ID}, inbox, =69nbox",
        "Inbox/{Conversation-ID}, x, =49nbox/x",
        "a.b/{Conversation-ID}, x, a=2Eb/x",
        "Chats/with-{Conversation-ID}/all, x, Chats/with-x/all",
    })
    void namesOfOtherTemplates(String template, String conversationId, String folder) {
        assertThat(folderOf(template, conversationId)).isEqualTo(folder);
    }

    @Test
    void aFolderNameAlwaysFitsAFileName() {
        String longest = "x".repeat(126);
        assertThat(folderOf("Default/{Conversation-ID}", longest)).endsWith(longest);
        for (String id : new String[] {longest + "x", "\u00fc".repeat(60), ".".repeat(10_000)}) {
            assertThat(folderOf("Default/{Conversation-ID}", id)).matches("Default/=h[0-9a-f]{64}");
            String threefold = "{Conversation-ID}/{Conversation-ID}/{Conversation-ID}";
            assertThat(ModifiedUtf7.encode(folderOf(threefold, id)).length()).isLessThan(255);
        }
        assertThat(folderOf("Default/{Conversation-ID}", longest + "y"))
                .isNotEqualTo(folderOf("Default/{Conversation-ID}", longest + "z"));
    }

    @Test
    void twoConversationsNeverShareAFolder() {
        Random random = new Random(7);
        Set<String> ids = new HashSet<>();
        Set<String> folders = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            String id = textOf(random);
            ids.add(id);
            String folder = folderOf("{Conversation-ID}", id);
            assertThat(folder).matches("[^./*%\\\\\\p{Cntrl}]+");
            folders.add(folder);
        }
        assertThat(folders).hasSameSizeAs(ids);
    }

    /**
     * Short, and of few characters: those that an escape is made of, so that clashes are likely.
     */
    private static String textOf(Random random) {
        String alphabet = "=uh;&-23ADEF.,/ \u00fc\u0100\ud800\udc00";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "Default/",
                "/Default",
                "Default//x",
                "a/b/c/d",
                "{Conversation}",
                "{conversation-id}",
                "{Conversation-ID",
                "Conversation-ID}",
                "{{From}}",
                "{}",
            })
    void otherTemplatesAreRefused(String template) {
        assertThatThrownBy(
                        () -> new HistoryOptions(Path.of("x"), template, "host", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("history-folder is '" + template + "'");
    }

    private static String folderOf(String template, String conversationId) {
        return FolderTemplate.parse(template).folderOf(HistoryContract.entry(conversationId));
    }
}
