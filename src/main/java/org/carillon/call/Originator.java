package org.carillon.call;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who sent the message, as a peer inside the trust domain asserts it (RFC 3325).
 *
 * @param asserted the asserted identities: one sip, one tel, or both; never empty
 * @param referredBy whom the asserted identity speaks for, such as a store-and-forward server for
 *     the real sender (RFC 3892)
 */
record Originator(List<Aor> asserted, Optional<Aor> referredBy) {
    /** Privacy values that hide the identity (RFC 3325 §9.3, RFC 3323 §4.2). */
    private static final Set<String> HIDING = Set.of("id", "user", "header");

    /**
     * The originator of this INVITE; empty if no peer that we trust asserts one. A Referred-By
     * alone is only the sender's claim.
     */
    static Optional<Originator> of(CpmRequest invite) {
        List<Aor> asserted = identities(invite.headers(), "P-Asserted-Identity");
        if (!invite.trustedPeer() || asserted.isEmpty()) {
            return Optional.empty();
        }
        Optional<Aor> referredBy = identities(invite.headers(), "Referred-By").stream().findFirst();
        return Optional.of(new Originator(asserted, referredBy));
    }

    private static List<Aor> identities(Headers headers, String name) {
        return headers.values(name).stream()
                .map(SipText::uriOf)
                .filter(uri -> !uri.isEmpty())
                .map(Aor::of)
                .toList();
    }

    /**
     * Every name of the originator: who is blocked under one of them does not get past by adding
     * another.
     */
    List<Aor> names() {
        return Stream.concat(referredBy.stream(), asserted.stream()).toList();
    }

    /** The authenticated originator's CPM address under each of its schemes. */
    List<Aor> addresses() {
        return referredBy.map(List::of).orElse(asserted);
    }

    /** The authenticated originator's CPM address. */
    Aor address() {
        return referredBy.orElse(asserted.get(0));
    }

    /** Whether the sender asks not to be named to the recipient (S-4). */
    static boolean withheld(CpmRequest invite) {
        return invite.headers().all("Privacy").stream()
                        .flatMap(line -> SipText.split(line.replace(',', ';'), ';').stream())
                        .anyMatch(value -> HIDING.contains(value.toLowerCase(Locale.ROOT)))
                || Aor.of(SipText.uriOf(invite.from())).domain().equals("anonymous.invalid");
    }
}
