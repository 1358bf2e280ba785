package org.carillon.call;

import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;

/** The final response to a re-INVITE or UPDATE inside a dialog. */
public record DialogReply(int status, List<Header> headers, Optional<SessionDescription> sdp) {
    public DialogReply {
        headers = List.copyOf(headers);
    }

    static DialogReply refusing(Refusal refusal) {
        return new DialogReply(refusal.status(), refusal.headers(), Optional.empty());
    }

    /** The dialog is over, or never was. */
    static DialogReply gone() {
        return new DialogReply(481, List.of(), Optional.empty());
    }

    /** Now is not the time: our own INVITE is not over on that dialog (RFC 3261 §14.2). */
    static DialogReply pending() {
        return new DialogReply(491, List.of(), Optional.empty());
    }

    /**
     * Nothing is agreed yet that could be changed (RFC 3311 §5.2); when again is left to chance.
     */
    static DialogReply tooEarly() {
        return new DialogReply(500, List.of(), Optional.empty());
    }
}
