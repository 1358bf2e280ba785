package org.carillon.tool;

import java.util.concurrent.CompletableFuture;
import javax.sip.message.Response;

/**
 * One request of ours and the wait for its final response.
 *
 * <p>States: unheard, heard (a provisional response came), over. The stack's thread drives it, the
 * user agent's timer gives up on it while it is unheard.
 */
final class Exchange {
    private final CompletableFuture<SipOutcome> outcome = new CompletableFuture<>();
    private volatile boolean heard;

    CompletableFuture<SipOutcome> outcome() {
        return outcome;
    }

    /** Whether a response has come, provisional or final. */
    boolean isHeard() {
        return heard;
    }

    void onResponse(Response response) {
        heard = true;
        if (response.getStatusCode() >= 200) {
            outcome.complete(new SipOutcome.Answered(response));
        }
    }

    void onSilence(String why) {
        outcome.complete(new SipOutcome.Silent(why));
    }

    void onDeadline(String why) {
        if (!heard) {
            onSilence(why);
        }
    }
}
