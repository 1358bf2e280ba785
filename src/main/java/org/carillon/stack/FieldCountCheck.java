package org.carillon.stack;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.stack.SipHead.Field;

/**
 * What every request must have (RFC 3261 section 8.1.1), what some must have besides, and what none
 * may have twice (section 7.3.1). Max-Forwards may be missing: so it was before RFC 3261.
 */
final class FieldCountCheck implements HeadCheck {
    private static final String CONTACT = "contact";
    private static final String EVENT = "event";

    /** RFC 6665 section 7.2.1 and RFC 3903 section 6 say so. */
    private static final MessageFault NO_EVENT =
            new MessageFault(489, "Missing Event Header Field");

    private static final Set<String> WITH_EVENT = Set.of("SUBSCRIBE", "NOTIFY", "PUBLISH");

    private static final Map<String, String> ALWAYS = names("Via", "From", "To", "Call-ID", "CSeq");
    private static final Map<String, String> ONCE =
            names(
                    "From",
                    "To",
                    "Call-ID",
                    "CSeq",
                    "Max-Forwards",
                    "Content-Length",
                    "Content-Type",
                    "Event");

    private static Map<String, String> names(String... longNames) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : longNames) {
            names.put(name.toLowerCase(Locale.ROOT), name);
        }
        return names;
    }

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        return missing(request).or(() -> repeated(request)).or(() -> missingFor(request));
    }

    private static Optional<MessageFault> missing(SipHead request) {
        for (Map.Entry<String, String> name : ALWAYS.entrySet()) {
            if (request.first(name.getKey()).isEmpty()) {
                return Optional.of(MessageFault.missing(name.getValue()));
            }
        }
        return Optional.empty();
    }

    private static Optional<MessageFault> repeated(SipHead request) {
        Set<String> seen = new HashSet<>();
        for (Field field : request.fields()) {
            String name = ONCE.get(field.name());
            if (name != null && !seen.add(name)) {
                return Optional.of(MessageFault.repeated(name));
            }
        }
        return Optional.empty();
    }

    private static Optional<MessageFault> missingFor(SipHead request) {
        if (request.method().equals("INVITE") && request.first(CONTACT).isEmpty()) {
            return Optional.of(MessageFault.missing("Contact"));
        }
        return WITH_EVENT.contains(request.method()) && request.first(EVENT).isEmpty()
                ? Optional.of(NO_EVENT)
                : Optional.empty();
    }
}
