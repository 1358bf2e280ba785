package org.carillon.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.call.HistoryEntry;

/** The setting {@code history-folder}, and the mailbox it gives to a message. */
record FolderTemplate(List<String> levels) {
    /** A file name has 255 bytes; a digest, the longest a level must have room for, has 66. */
    private static final int LONGEST_NAME = 255;

    private static final int MOST_LEVELS = 3;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
    private static final Map<String, Function<HistoryEntry, String>> VALUES =
            Map.of(
                    "Conversation-ID", HistoryEntry::conversationId,
                    "Contribution-ID", HistoryEntry::contributionId,
                    "From", HistoryEntry::from);

    static FolderTemplate parse(String setting) {
        List<String> levels = List.of(setting.split("/", -1));
        if (levels.size() > MOST_LEVELS || levels.contains("")) {
            throw refused(setting, "1 to 3 levels separated by '/'");
        }
        levels.forEach(level -> check(level, setting));
        return new FolderTemplate(levels);
    }

    private static void check(String level, String setting) {
        boolean known =
                PLACEHOLDER.matcher(level).results().allMatch(p -> VALUES.containsKey(p.group(1)));
        String literal = PLACEHOLDER.matcher(level).replaceAll("");
        if (!known || literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0) {
            throw refused(setting, "only {Conversation-ID}, {Contribution-ID}, {From} in braces");
        }
    }

    private static IllegalArgumentException refused(String setting, String expected) {
        return new IllegalArgumentException(
                "history-folder is '%s', expected %s".formatted(setting, expected));
    }

    /**
     * The mailbox, such as {@code Default/f81d4fae-7dec}. A level may hold any letter, but no
     * delimiter: neither {@code /} nor {@code .}; each store writes it as its own kind does.
     */
    String folderOf(HistoryEntry entry) {
        int longest = LONGEST_NAME / levels.size() - 1;
        List<String> names = new ArrayList<>();
        levels.forEach(level -> names.add(SafeName.folder(filled(level, entry), longest)));
        if (names.get(0).equalsIgnoreCase("INBOX")) { // which IMAP keeps for the Maildir itself
            names.set(0, SafeName.withFirstEscaped(names.get(0)));
        }
        return String.join("/", names);
    }

    private static String filled(String level, HistoryEntry entry) {
        return PLACEHOLDER
                .matcher(level)
                .replaceAll(p -> Matcher.quoteReplacement(VALUES.get(p.group(1)).apply(entry)));
    }
}
