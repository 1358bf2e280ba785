package org.carillon.device;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the built-in registrar serves and how much of it one user may have.
 *
 * @param homeDomains the setting {@code home-domains}
 * @param minExpires the setting {@code registrar-min-expires}, seconds, 3600 at most: no registrar
 *     may call an hour too brief (RFC 3261 §10.3 step 7)
 * @param maxExpires the setting {@code registrar-max-expires}, seconds
 * @param defaultExpires the setting {@code registrar-default-expires}, seconds
 * @param maxContactsPerUser the setting {@code registrar-max-contacts}
 * @param maxContactLength the setting {@code registrar-max-contact-length}: characters that one
 *     contact may make us keep, its Path, Call-ID and capabilities included
 */
public record RegistrarOptions(
        Set<String> homeDomains,
        int minExpires,
        int maxExpires,
        int defaultExpires,
        int maxContactsPerUser,
        int maxContactLength) {
    private static final int HOUR = 3600;

    public RegistrarOptions {
        homeDomains =
                homeDomains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        check(!homeDomains.isEmpty(), "home-domains is empty, expected one domain or more");
        check(
                minExpires >= 1 && minExpires <= HOUR,
                "registrar-min-expires is " + minExpires + ", expected 1 to 3600 s");
        check(
                maxExpires >= minExpires,
                "registrar-max-expires is "
                        + maxExpires
                        + ", expected registrar-min-expires or more");
        check(
                defaultExpires >= minExpires && defaultExpires <= maxExpires,
                "registrar-default-expires is "
                        + defaultExpires
                        + ", expected a value from registrar-min-expires to registrar-max-expires");
        check(
                maxContactsPerUser >= 1,
                "registrar-max-contacts is " + maxContactsPerUser + ", expected 1 or more");
        check(
                maxContactLength >= 256,
                "registrar-max-contact-length is " + maxContactLength + ", expected 256 or more");
    }

    /** The values of a fresh installation for these domains. */
    public static RegistrarOptions of(Set<String> homeDomains) {
        return new RegistrarOptions(homeDomains, 60, 86_400, HOUR, 16, 4096);
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
