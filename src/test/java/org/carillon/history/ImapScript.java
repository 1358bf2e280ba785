package org.carillon.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IMAP server that plays dialogues, one per connection and each to its end before the next.
 *
 * <pre>
 *   S: * OK ready        says this line; one that begins with OK, NO or BAD gets the tag
 *   C: NOOP              waits for this command; ... stands for anything
 *   C: (literal)         takes the octets that the last command has announced
 *   C: (half)            takes half of them
 *   C: (gone)            waits until the client closes
 *   C: (unread)          reads nothing until the test is over
 *   S: (close)           closes
 * </pre>
 */
final class ImapScript implements AutoCloseable {
    private static final Pattern TAGGED = Pattern.compile("([A-Z]+\\d+) (.*)");
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d+)\\+?}");

    private final ServerSocket door;
    private final List<String> dialogues;
    private final CompletableFuture<Void> played;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final List<byte[]> literals = new ArrayList<>();
    private String tag = "";
    private int announced;

    ImapScript(String... dialogues) throws IOException {
        this.dialogues = List.of(dialogues);
        door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        played = CompletableFuture.runAsync(this::play, task -> new Thread(task, "script").start());
    }

    int port() {
        return door.getLocalPort();
    }

    /** Waits until every dialogue was played to its end, and fails where one was not. */
    ImapScript expectPlayed() throws Exception {
        played.get(20, TimeUnit.SECONDS);
        return this;
    }

    boolean isPlaying() {
        return !played.isDone();
    }

    /** What the client has sent in literals, as far as it was taken. */
    List<String> literals() {
        return literals.stream().map(octets -> new String(octets, ISO_8859_1)).toList();
    }

    private void play() {
        for (String dialogue : dialogues) {
            try (Socket client = door.accept()) {
                client.setSoTimeout(20_000);
                play(dialogue, client);
            } catch (IOException e) {
                throw new AssertionError("in the dialogue\n" + dialogue, e);
            }
        }
    }

    private void play(String dialogue, Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        for (String line : dialogue.lines().toList()) {
            String text = line.substring(3);
            if (text.equals("(close)")) {
                return;
            } else if (line.startsWith("S: ")) {
                String prefix = text.matches("(OK|NO|BAD)\\b.*") ? tag + " " : "";
                out.write((prefix + text + "\r\n").getBytes(ISO_8859_1));
            } else {
                await(text, in);
            }
        }
    }

    private void await(String expected, InputStream in) throws IOException {
        switch (expected) {
            case "(literal)" -> {
                literals.add(in.readNBytes(announced));
                assertThat(readLine(in)).isEmpty();
            }
            case "(unread)" -> over.join();
            case "(half)" -> literals.add(in.readNBytes(announced / 2));
            case "(gone)" -> assertThat(isGone(in)).as("the client has closed").isTrue();
            default -> awaitCommand(expected, readLine(in));
        }
    }

    private void awaitCommand(String expected, String line) {
        Matcher tagged = TAGGED.matcher(line);
        String command = line;
        if (tagged.matches()) {
            tag = tagged.group(1);
            command = tagged.group(2);
        }
        assertThat(command).matches(Pattern.quote(expected).replace("...", "\\E.*\\Q"));
        Matcher literal = LITERAL.matcher(command);
        announced = literal.matches() ? Integer.parseInt(literal.group(1)) : 0;
    }

    private static boolean isGone(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true; // it was in a hurry
        }
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the client is gone after '" + line + "'");
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        over.complete(null);
        door.close();
    }
}
