package org.carillon.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.stack.SipHead.Field;

/**
 * The addresses that a request is routed and answered by (RFC 3261 section 20.10): a URI, or a
 * display name with a URI in angle brackets, and whole parameters.
 */
final class AddressCheck implements HeadCheck {
    private static final Map<String, String> ONE = Map.of("from", "From", "to", "To");
    private static final Map<String, String> LISTS = new LinkedHashMap<>();

    static {
        LISTS.put("contact", "Contact");
        LISTS.put("route", "Route");
        LISTS.put("record-route", "Record-Route");
    }

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        return malformed(request, ONE, AddressCheck::isAddress)
                .or(() -> malformed(request, LISTS, AddressCheck::areAddresses));
    }

    private static Optional<MessageFault> malformed(
            SipHead request, Map<String, String> names, Predicate<String> isGood) {
        for (Field field : request.fields()) {
            String name = names.get(field.name());
            if (name != null && !isGood.test(field.value())) {
                return Optional.of(MessageFault.malformed(name + " Header Field"));
            }
        }
        return Optional.empty();
    }

    private static boolean areAddresses(String line) {
        Optional<List<String>> values = SipGrammar.split(line, ',');
        return values.isPresent()
                && (line.equals("*") || values.get().stream().allMatch(AddressCheck::isAddress));
    }

    private static boolean isAddress(String value) {
        if (SipGrammar.split(value, ';').isEmpty()) {
            return false; // a quote or bracket is left open
        }
        int open = openingBracket(value);
        return open < 0 ? isBare(value) : isInBrackets(value, open);
    }

    private static int openingBracket(String value) {
        int from = value.startsWith("\"") ? SipGrammar.endOfQuoted(value, 0) : 0;
        int open = value.indexOf('<', from);
        int parameters = value.indexOf(';', from);
        return parameters >= 0 && parameters < open ? -1 : open;
    }

    private static boolean isInBrackets(String value, int open) {
        int close = value.indexOf('>', open);
        return close >= 0
                && SipGrammar.isDisplayName(value.substring(0, open).strip())
                && SipGrammar.isUri(value.substring(open + 1, close))
                && SipGrammar.areParameters(value.substring(close + 1));
    }

    /** A URI that holds a comma, a question mark or a semicolon has to stand in brackets. */
    private static boolean isBare(String value) {
        int semicolon = value.indexOf(';');
        String uri = semicolon < 0 ? value : value.substring(0, semicolon).strip();
        return uri.indexOf('?') < 0
                && uri.indexOf(',') < 0
                && SipGrammar.isUri(uri)
                && (semicolon < 0 || SipGrammar.areParameters(value.substring(semicolon)));
    }
}
