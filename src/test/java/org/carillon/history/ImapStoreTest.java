package org.carillon.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.carillon.history.ImapOptions.Tls;
import org.carillon.history.MessageStore.Attempt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to a server, and what becomes of what it answers. */
@Timeout(30)
class ImapStoreTest {
    private static final String NAME = "1763812800.M123456P7Q1R0123456789abcdef.node\\0571";
    private static final String MESSAGE_ID = "<1763812800.M123456P7Q1R0123456789abcdef@node-0571>";
    private static final String OBJECT =
            "From: a\r\nContent-Transfer-Encoding: 8bit\r\n\r\nhello\r\n";

    private static final String LOGIN =
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
            C: AUTHENTICATE PLAIN
            S: +
            C: ...
            S: OK [CAPABILITY IMAP4rev1 LITERAL+ NAMESPACE] logged in
            C: NAMESPACE
            S: * NAMESPACE (("" "/")) NIL NIL
            S: OK done
            """;
    private static final String APPEND =
            """
            C: APPEND Default/c1 () "22-Nov-2025 ..." {...+}
            C: (literal)
            S: OK [APPENDUID 1 1] done
            """;

    @TempDir Path directory;
    private ImapScript server;
    private ImapStore store;
    private ImapLogin login = new ImapLogin("{user}", "", "secret", "");
    private Tls tls = Tls.NONE;
    private int connections = 8;
    private Duration idle = Duration.ofMinutes(1);

    @AfterEach
    void close() throws IOException {
        if (store != null) {
            store.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private void serves(String... dialogues) throws IOException {
        server = new ImapScript(dialogues);
        store = new ImapStore(options(server.port(), Duration.ofSeconds(20)));
    }

    private ImapOptions options(int port, Duration timeout) {
        return new ImapOptions(
                "127.0.0.1", port, tls, Optional.empty(), login, timeout, connections, idle);
    }

    private void put(String user, String folder, String object, Attempt attempt)
            throws IOException {
        Path content = directory.resolve("content");
        Files.writeString(content, object, ISO_8859_1);
        store.put(NAME, new Envelope(user, folder, "call", Files.size(content)), content, attempt);
    }

    private void put(Attempt attempt) throws IOException {
        put("sip:bob@example.com", "Default/c1", OBJECT, attempt);
    }

    private void put() throws IOException {
        put(Attempt.FIRST);
    }

    private ImapFailure failure() {
        Throwable failure = catchThrowable(this::put);
        assertThat(failure).isInstanceOf(ImapFailure.class);
        assertThat(failure).hasMessageNotContaining("secret");
        return (ImapFailure) failure;
    }

    @Test
    void anObjectIsAppendedWithoutAskingWhereTheServerAllowsIt() throws Exception {
        serves(LOGIN + APPEND);
        put();
        assertThat(server.expectPlayed().literals()).containsExactly(OBJECT);
    }

    @Test
    void otherwiseTheServersLeaveIsWaitedFor() throws Exception {
        serves(
                LOGIN.replace("LITERAL+ ", "")
                        + """
                        C: APPEND Default/c1 () "..." {51}
                        S: + go on
                        C: (literal)
                        S: OK done
                        """);
        put();
        assertThat(server.expectPlayed().literals()).containsExactly(OBJECT);
    }

    @Test
    void aLargeObjectAlwaysWaitsForIt() throws Exception {
        serves(
                LOGIN
                        + """
                        C: APPEND Default/c1 () "..." {70051}
                        S: NO [TRYCREATE] no such mailbox
                        C: CREATE Default/c1
                        S: OK done
                        C: APPEND Default/c1 () "..." {70051}
                        S: + go on
                        C: (literal)
                        S: OK done
                        """);
        String object = OBJECT.replace("hello", "x".repeat(70_000) + "hello").substring(0, 70_051);
        put("sip:bob@example.com", "Default/c1", object, Attempt.FIRST);
        assertThat(server.expectPlayed().literals()).containsExactly(object);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "((\"\" \"/\")) NIL NIL | Default/c1 | Default/c1",
                "((\"INBOX.\" \".\")) NIL NIL | Default/c1 | INBOX.Default.c1",
                "((\"\" \"\\\\\")) NIL ((\"Public/\" \"/\")) | Default/c1 | \"Default\\\\c1\"",
                "((\"\" \"-\")) NIL NIL | Default/f81d-4f | Default-f81d=2D4f",
                "((\"\" NIL)) NIL NIL | Default/c1 | Default.c1",
                "((\"\" \"/\")) NIL NIL | R&D/\u53f0\u5317 b | \"R&-D/&U,BTFw- b\"",
            })
    void mailboxesAreNamedAsTheServerNamesThem(String namespaces, String folder, String mailbox)
            throws Exception {
        serves(
                LOGIN.replace("((\"\" \"/\")) NIL NIL", namespaces)
                        + """
                        C: APPEND %1$s () "..." {51+}
                        C: (literal)
                        S: NO [TRYCREATE] no such mailbox
                        C: CREATE %1$s
                        S: OK done
                        C: APPEND %1$s () "..." {51+}
                        C: (literal)
                        S: OK done
                        """
                                .formatted(mailbox));
        put("sip:bob@example.com", folder, OBJECT, Attempt.FIRST);
        assertThat(server.expectPlayed().literals()).containsExactly(OBJECT, OBJECT);
    }

    @Test
    void withoutNamespacesTheDelimiterIsAskedFor() throws Exception {
        serves(
                LOGIN.replace(" NAMESPACE] logged", "] logged")
                                .replace("C: NAMESPACE", "C: LIST \"\" \"\"")
                                .replace(
                                        "S: * NAMESPACE ((\"\" \"/\")) NIL NIL",
                                        "S: * LIST (\\Noselect) \"^\" \"\"")
                        + APPEND.replace("Default/c1", "Default^c1"));
        put();
        server.expectPlayed();
    }

    @Test
    void aMailboxThatSomebodyElseMadeJustNowIsFine() throws Exception {
        serves(
                LOGIN
                        + APPEND.replace("OK [APPENDUID 1 1] done", "NO [TRYCREATE] none")
                        + "C: CREATE Default/c1\nS: NO [ALREADYEXISTS] it is there\n"
                        + APPEND);
        put();
        server.expectPlayed();
    }

    @Test
    void aSecondAttemptLooksFirst() throws Exception {
        serves(
                LOGIN
                        + """
                        C: LIST "" Default/c1
                        S: * LIST (\\HasNoChildren) "/" Default/c1
                        S: OK done
                        C: EXAMINE Default/c1
                        S: * 3 EXISTS
                        S: OK [READ-ONLY] done
                        C: SEARCH HEADER Message-ID %s ALL
                        S: * SEARCH 3
                        S: OK done
                        C: CLOSE
                        S: OK done
                        """
                                .formatted(MESSAGE_ID));
        put(Attempt.REPEATED);
        server.expectPlayed();
    }

    @Test
    void andAppendsWhatItDoesNotFind() throws Exception {
        serves(
                LOGIN
                        + """
                        C: LIST "" Default/c1
                        S: * LIST () "/" Default/c1
                        S: OK done
                        C: EXAMINE Default/c1
                        S: OK done
                        C: SEARCH ...
                        S: * SEARCH
                        S: OK done
                        C: CLOSE
                        S: OK done
                        """
                        + APPEND);
        put(Attempt.REPEATED);
        server.expectPlayed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S: * LIST (\\Noselect \\HasChildren) \"/\" Default/c1\n"})
    void andDoesNotLookIntoAMailboxThatIsNotThere(String listed) throws Exception {
        serves(LOGIN + "C: LIST \"\" Default/c1\n" + listed + "S: OK done\n" + APPEND);
        put(Attempt.REPEATED);
        server.expectPlayed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO [TOOBIG] such a large one?",
                "NO [CANNOT] that name?",
                "BAD what is that?",
            })
    void whatWillNeverBeTakenIsRefused(String answer) throws Exception {
        serves(LOGIN + APPEND.replace("OK [APPENDUID 1 1] done", answer) + "C: (gone)");
        assertThatThrownBy(this::put)
                .isInstanceOf(ObjectRefused.class)
                .hasMessageContaining(answer);
        server.expectPlayed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO [OVERQUOTA] full",
                "NO not now",
                "NO [TRYCREATE] none\nC: ...\nS: NO no"
            })
    void whatMayBeTakenLaterIsNot(String answer) throws Exception {
        serves(LOGIN + APPEND.replace("OK [APPENDUID 1 1] done", answer) + "C: (gone)");
        ImapFailure failure = failure();
        assertThat(failure.settings()).isEqualTo("none");
        assertThat(failure).hasMessageContaining(answer.substring(answer.lastIndexOf("NO ")));
        assertThat(store.settings(failure)).isEqualTo("none");
        server.expectPlayed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: (half)\nS: * BYE I am tired\nS: (close)",
                "C: (half)\nS: (close)",
                "C: (literal)\nS: * BYE I am tired\nS: (close)",
                "C: (literal)\nS: (close)",
            })
    void aConnectionThatEndsMeanwhileIsAFailureAndTheNextAttemptConnectsAgain(String end)
            throws Exception {
        serves(
                LOGIN + "C: APPEND Default/c1 () \"...\" {...+}\n" + end,
                LOGIN + "C: LIST \"\" Default/c1\nS: OK done\n" + APPEND);
        assertThat(failure().settings()).contains("imap-host");
        put(Attempt.REPEATED);
        server.expectPlayed();
    }

    @Test
    void silenceHasALimit() throws Exception {
        server = new ImapScript(LOGIN + "C: APPEND ...\nC: (literal)\nC: (gone)");
        store = new ImapStore(options(server.port(), Duration.ofMillis(300)));
        assertThat(failure()).hasMessageContaining("timed out");
        server.expectPlayed();
    }

    /** Nobody takes octets of ours, and the socket's buffers are full. */
    @Test
    void soHasAWriteThatNobodyReads() throws Exception {
        server = new ImapScript(LOGIN + "C: APPEND ...\nS: + go on\nC: (unread)");
        store = new ImapStore(options(server.port(), Duration.ofMillis(300)));
        String object = OBJECT + "x".repeat(40 << 20);
        assertThatThrownBy(() -> put("sip:bob@example.com", "Default/c1", object, Attempt.FIRST))
                .isInstanceOf(ImapFailure.class)
                .hasMessageMatching(".*(Write timed out|Socket closed)"); // whoever is first
    }

    @Test
    void aConnectionServesTheNextObjectOfTheSameUser() throws Exception {
        serves(LOGIN + APPEND + "C: NOOP\nS: OK done\n" + APPEND + "C: LOGOUT\nS: OK bye");
        put();
        put();
        store.close();
        server.expectPlayed();
    }

    @Test
    void aServerThatHangsIsNotWaitedForWhenWeClose() throws Exception {
        serves(LOGIN + APPEND + "C: LOGOUT\nC: (gone)");
        put();
        store.close();
        assertThat(server.isPlaying()).as("the client listens still").isTrue();
    }

    @Test
    void oneThatTheServerHasClosedIsReplacedWithoutAFailure() throws Exception {
        serves(LOGIN + APPEND + "S: * BYE restarting\nS: (close)", LOGIN + APPEND);
        put();
        put();
        server.expectPlayed();
    }

    @Test
    void oneThatNobodyNeedsIsClosed() throws Exception {
        idle = Duration.ofMillis(50);
        serves(LOGIN + APPEND + "C: LOGOUT\nS: OK bye");
        put();
        server.expectPlayed();
    }

    @Test
    void theOneUnusedForLongestMakesRoom() throws Exception {
        connections = 0;
        serves(LOGIN + APPEND + "C: LOGOUT\nS: OK bye", LOGIN + APPEND + "C: LOGOUT\nS: OK bye");
        put();
        put("sip:carol@example.com", "Default/c1", OBJECT, Attempt.FIRST);
        server.expectPlayed();
    }

    @ParameterizedTest
    @CsvSource({
        "{user}, '', bob@example.com|bob@example.com|",
        "{user}*carillon, '', |bob@example.com*carillon|",
        "carillon, {user}, bob@example.com|carillon|",
        "{name}, '', |bob|",
    })
    void whoLogsInAndForWhom(String user, String authorizeAs, String said) throws Exception {
        login = new ImapLogin(user, authorizeAs, "secret", "");
        String plain = authorizeAs.isEmpty() ? said.substring(said.indexOf('|')) : said;
        String octets = (plain + "secret").replace('|', '\0');
        String base64 = Base64.getEncoder().encodeToString(octets.getBytes(UTF_8));
        serves(LOGIN.replace("C: ...", "C: " + base64) + APPEND);
        put();
        server.expectPlayed();
    }

    @Test
    void whereThereIsNoPlainTheOldLoginIsUsedAndTheCapabilitiesAskedFor() throws Exception {
        serves(
                """
                S: * OK ready
                C: CAPABILITY
                S: * CAPABILITY IMAP4rev1
                S: OK done
                C: LOGIN bob@example.com secret
                S: OK logged in
                C: CAPABILITY
                S: * CAPABILITY IMAP4rev1 LITERAL+ NAMESPACE
                S: OK done
                C: NAMESPACE
                S: * NAMESPACE (("" "/")) NIL NIL
                S: OK done
                """
                        + APPEND);
        put();
        server.expectPlayed();
    }

    @Test
    void aPasswordInAFileIsReadAtEveryLogin() throws Exception {
        Path file = directory.resolve("bob@example.com.password");
        login = new ImapLogin("{user}", "", "", directory + "/{user}.password");
        serves("S: * OK [CAPABILITY IMAP4rev1] ready\nC: (gone)", loginWith("new"));
        ImapFailure missing = failure();
        assertThat(missing.settings()).isEqualTo("imap-password-file");
        Files.writeString(file, "new\n");
        put();
        server.expectPlayed();
    }

    private static String loginWith(String password) {
        String octets = "\0bob@example.com\0" + password;
        String base64 = Base64.getEncoder().encodeToString(octets.getBytes(UTF_8));
        return LOGIN.replace("C: ...", "C: " + base64) + APPEND;
    }

    @Test
    void aRefusedLoginNamesItsSettings() throws Exception {
        serves(
                """
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready
                C: AUTHENTICATE PLAIN
                S: +
                C: ...
                S: NO [AUTHENTICATIONFAILED] who?
                C: (gone)
                """);
        ImapFailure failure = failure();
        assertThat(failure.settings()).isEqualTo("imap-user,imap-password");
        assertThat(failure).hasMessageContaining("bob@example.com").hasMessageContaining("who?");
        server.expectPlayed();
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, '', IMAP4rev1 LOGINDISABLED, imap-tls",
        "STARTTLS, '', IMAP4rev1 AUTH=PLAIN, imap-tls",
        "NONE, {user}, IMAP4rev1, 'imap-authorize-as,imap-tls'",
    })
    void thePasswordStaysHereWhereItMayNotBeSaid(
            Tls chosen, String authorizeAs, String capabilities, String settings) throws Exception {
        tls = chosen;
        login = new ImapLogin("{user}", authorizeAs, "secret", "");
        serves("S: * OK [CAPABILITY " + capabilities + "] ready\nC: (gone)");
        assertThat(failure().settings()).isEqualTo(settings);
        server.expectPlayed();
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsNotTalkedTo() throws Exception {
        tls = Tls.IMPLICIT;
        serves("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\nS: (close)");
        assertThat(failure().settings()).startsWith("imap-tls");
    }

    @Test
    void aServerThatIsNotThereNamesItsSettings() throws Exception {
        serves();
        server.close();
        assertThat(failure().settings()).isEqualTo("imap-host,imap-port,imap-tls");
    }

    @Test
    void aUserWithAControlCharacterIsNobodysLogin() throws Exception {
        serves("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\nC: (gone)");
        assertThatThrownBy(() -> put("sip:bob\0carol", "Default/c1", OBJECT, Attempt.FIRST))
                .isInstanceOf(ObjectRefused.class);
        server.expectPlayed();
    }

    @Test
    void loginsThatFitNobodyAreRefused() {
        assertThatThrownBy(() -> new ImapLogin("carillon", "", "secret", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imap-user");
        assertThatThrownBy(() -> new ImapLogin("{user}", "", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imap-password");
        assertThatThrownBy(() -> new ImapLogin("{user}", "", "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imap-password-file");
        assertThat(login.toString()).doesNotContain("secret");
    }

    @Test
    void whatCannotBeReadHereIsNoFaultOfTheServer() {
        store = new ImapStore(options(1, Duration.ofSeconds(1)));
        Path missing = directory.resolve("missing");
        Throwable failure =
                catchThrowable(
                        () ->
                                store.put(
                                        NAME,
                                        new Envelope("sip:b@c", "x", "call", 1),
                                        missing,
                                        Attempt.FIRST));
        assertThat(failure).isInstanceOf(IOException.class);
        assertThat(store.settings((Exception) failure)).isEqualTo("data-directory");
        assertThat(store.settings(new IllegalStateException())).isEqualTo("none");
    }
}
