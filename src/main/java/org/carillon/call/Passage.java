package org.carillon.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a request has been through before it came here, and how far it may still spread.
 *
 * <p>Our requests carry a mark for every user to whose devices this message has been fanned out.
 * One that comes back with the mark of its own recipient is in a loop, and each round would
 * multiply it: 482, whichever server of ours has set the mark. One that comes for another user,
 * because a device or the core has forwarded it, is none: its mark is added. Proxies keep a header
 * that they do not know (RFC 3261 §16.6 step 1), while Via and Route end at the first B2BUA; where
 * one on the way drops the mark, Max-Forwards ends the loop. Contribution-ID and recipient of a
 * call in progress would do without a mark, but would also refuse a sender that has lost its
 * connection and sends the same message again.
 *
 * <p>Max-Breadth bounds how many requests one message becomes (RFC 5393 §5.4.3): what came in is
 * split over the branches.
 */
final class Passage {
    private static final String PASSED = "Carillon-Passed";
    private static final String BREADTH = "Max-Breadth";

    /** RFC 5393 §5.3.3: for a request without one, and the most that counts. */
    private static final long FULL_BREADTH = 60;

    private final CpmRequest request;

    Passage(CpmRequest request) {
        this.request = request;
    }

    /** Whether the devices of this user have been invited for this message before. */
    boolean loops() {
        return marks(request.recipient());
    }

    /** Whether it has been through us on behalf of this user. */
    boolean marks(Aor user) {
        return passed().contains(mark(user));
    }

    /** Whether so many branches are allowed; otherwise 440. */
    boolean allows(int branches) {
        return breadth() >= branches;
    }

    /**
     * The headers that say so to the next one.
     *
     * @param branch counted from 1, among that many: the first ones get what is over
     */
    List<Header> headers(int branch, int branches) {
        return headers(request.recipient(), branch, branches);
    }

    /** Of one that goes on towards others on behalf of this user. */
    List<Header> onward(Aor user) {
        return headers(user, 1, 1);
    }

    private List<Header> headers(Aor user, int branch, int branches) {
        List<String> marks = new ArrayList<>(passed());
        if (!marks(user)) {
            marks.add(mark(user));
        }
        long share = breadth() / branches + (branch <= breadth() % branches ? 1 : 0);
        return List.of(
                new Header(PASSED, String.join(", ", marks)),
                new Header(BREADTH, Long.toString(share)));
    }

    private List<String> passed() {
        return request.headers().values(PASSED);
    }

    /** Names a user to us, and to nobody who sees a message that was forwarded. */
    private static String mark(Aor user) {
        return UUID.nameUUIDFromBytes(user.uri().getBytes(StandardCharsets.UTF_8)).toString();
    }

    private long breadth() {
        return request.headers()
                .first(BREADTH)
                .flatMap(SipText::number)
                .map(value -> Math.min(value, FULL_BREADTH))
                .orElse(FULL_BREADTH);
    }
}
