package org.carillon.call;

import java.util.List;
import java.util.Optional;

/**
 * What conversation history keeps of a message besides its content; values are copied from the
 * sender's INVITE.
 *
 * @param user whose history it is
 * @param from Referred-By if present, else the asserted identity, else {@code anonymous}
 * @param date RFC 5322 date: the INVITE's Date, else when recording began
 * @param acceptContact every Accept-Contact value, in order
 */
public record HistoryEntry(
        CallId call,
        Aor user,
        String from,
        String to,
        String date,
        Optional<String> subject,
        String assertedService,
        String conversationId,
        String contributionId,
        Optional<String> inReplyToContributionId,
        List<String> acceptContact) {
    public HistoryEntry {
        acceptContact = List.copyOf(acceptContact);
    }
}
