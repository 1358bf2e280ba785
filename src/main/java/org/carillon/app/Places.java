package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.call.Aor;
import org.carillon.call.CpmRequest;
import org.carillon.log.LogText;

/**
 * How many calls each user and each originator has in progress. A name is forgotten with its last
 * call, so there are never more names than calls. Thread-safe.
 *
 * <p>An INVITE without an asserted originator takes no place: it gets 403 (S-2), and must not keep
 * others from the user meanwhile.
 */
final class Places {
    private static final Logger LOG = System.getLogger(Places.class.getName());

    private final Tally users;
    private final Tally originators;

    /** Why a call has no place. */
    enum Full {
        USER("max-calls-per-user", "Too many messages to this user at once"),
        ORIGINATOR("max-calls-per-originator", "Too many messages of this originator at once");

        private final String setting;
        private final String words;

        Full(String setting, String words) {
            this.setting = setting;
            this.words = words;
        }

        /** For the sender. */
        String words() {
            return words;
        }
    }

    Places(CallLimits limits) {
        users = new Tally(limits.perUser());
        originators = new Tally(limits.perOriginator());
    }

    /** Takes a call's places, all or none; says which limit is reached. */
    Optional<Full> take(CpmRequest invite) {
        return invite.assertedOriginator()
                .flatMap(originator -> take(originator, invite.recipient()))
                .map(full -> noted(full, invite));
    }

    private Optional<Full> take(Aor originator, Aor user) {
        if (!originators.add(originator)) {
            return Optional.of(Full.ORIGINATOR);
        }
        if (!users.add(user)) {
            originators.remove(originator);
            return Optional.of(Full.USER);
        }
        return Optional.empty();
    }

    private Full noted(Full full, CpmRequest invite) {
        long refused = (full == Full.USER ? users : originators).refused.get();
        LOG.log(
                Level.INFO,
                () ->
                        "event=call-limit call-id=%s limit=%s refused=%d"
                                .formatted(
                                        LogText.of(invite.call().value()), full.setting, refused));
        return full;
    }

    /** Gives back what a call has taken. */
    void release(CpmRequest invite) {
        invite.assertedOriginator()
                .ifPresent(
                        originator -> {
                            originators.remove(originator);
                            users.remove(invite.recipient());
                        });
    }

    /** Names that have a call. */
    int names() {
        return users.counts.size() + originators.counts.size();
    }

    /** Calls by name, and how many were one too many. */
    private static final class Tally {
        private final int most;
        private final ConcurrentMap<Aor, Integer> counts = new ConcurrentHashMap<>();
        private final AtomicLong refused = new AtomicLong();

        Tally(int most) {
            this.most = most;
        }

        boolean add(Aor name) {
            Integer count = counts.putIfAbsent(name, 1);
            while (count != null && count < most && !counts.replace(name, count, count + 1)) {
                count = counts.putIfAbsent(name, 1);
            }
            boolean added = count == null || count < most;
            if (!added) {
                refused.incrementAndGet();
            }
            return added;
        }

        void remove(Aor name) {
            counts.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
