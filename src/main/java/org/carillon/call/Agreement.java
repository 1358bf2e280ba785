package org.carillon.call;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.carillon.sdp.LocalEnd;
import org.carillon.sdp.Refusal;
import org.carillon.sdp.Reoffer;
import org.carillon.sdp.SessionDescription;

/**
 * The two descriptions that hold on one dialog, and how they change (RFC 3264 §8). Owned by the
 * {@link Call}.
 *
 * @param <T> what the peer says
 */
final class Agreement<T> {
    private final Supplier<T> peer;
    private final Grammar<T> grammar;
    private final Consumer<Optional<T>> agreed;
    private LocalEnd end;
    private SessionDescription said;

    /** How descriptions of this kind of dialog are read and written. */
    record Grammar<T>(
            BiFunction<T, SessionDescription, Reoffer<T>> compare,
            BiFunction<T, LocalEnd, SessionDescription> answer,
            BiFunction<T, LocalEnd, SessionDescription> offer) {}

    /**
     * @param peer what the peer says now
     * @param agreed takes what it says from now on, empty if that is what it said before
     * @param end our own end as it was described first
     * @param said how it was described
     */
    Agreement(
            Supplier<T> peer,
            Grammar<T> grammar,
            Consumer<Optional<T>> agreed,
            LocalEnd end,
            SessionDescription said) {
        this.peer = peer;
        this.grammar = grammar;
        this.agreed = agreed;
        this.end = end;
        this.said = said;
    }

    /**
     * Takes a later description of the peer, offer or answer. One that changes something raises the
     * version of ours; one that changes nothing leaves every octet of ours as it was (RFC 4975
     * §8.4).
     *
     * @return why it cannot be taken: then what held goes on to hold (RFC 3261 §14.2)
     */
    Optional<Refusal> take(SessionDescription next) {
        Reoffer<T> reoffer = grammar.compare().apply(peer.get(), next);
        if (reoffer instanceof Reoffer.Refused<T> refused) {
            return Optional.of(refused.refusal());
        }
        if (reoffer instanceof Reoffer.Changed<T> change) {
            end = end.nextVersion();
            agreed.accept(Optional.of(change.next()));
        } else {
            agreed.accept(Optional.empty());
        }
        return Optional.empty();
    }

    /** Our answer to the peer's last description. */
    SessionDescription answer() {
        return say(grammar.answer());
    }

    /** Our own offer: what we would like, whatever the peer has put on hold. */
    SessionDescription offer() {
        return say(grammar.offer());
    }

    /** One version is one text, but for the role: an offer leaves it open, an answer takes one. */
    private SessionDescription say(BiFunction<T, LocalEnd, SessionDescription> words) {
        SessionDescription next = words.apply(peer.get(), end);
        if (next.origin().equals(said.origin()) && !next.differsInRoleOnly(said)) {
            end = end.nextVersion();
            next = words.apply(peer.get(), end);
        }
        said = next;
        return next;
    }
}
