package org.carillon.stack;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every Via value is whole (RFC 3261 section 20.42), and the branch of the topmost is more than the
 * cookie that all branches begin with (section 8.1.1.7).
 */
final class ViaCheck implements HeadCheck {
    private static final Pattern VALUE =
            Pattern.compile(
                    "SIP\\s*/\\s*2\\.0\\s*/\\s*"
                            + SipGrammar.TOKEN
                            + "\\s+"
                            + SipGrammar.HOST
                            + "(?:\\s*:\\s*\\d{1,5})?\\s*(;.*)?");
    private static final Pattern BARE_COOKIE =
            Pattern.compile("(?i);\\s*branch\\s*=\\s*z9hG4bK\\s*(?:;|$)");
    private static final MessageFault FAULT = MessageFault.malformed("Via Header Field");

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        List<String> lines = request.values("via");
        boolean whole = lines.stream().allMatch(ViaCheck::isWhole);
        return whole && !hasBareCookie(lines.get(0)) ? Optional.empty() : Optional.of(FAULT);
    }

    private static boolean isWhole(String line) {
        return SipGrammar.split(line, ',')
                .filter(values -> values.stream().allMatch(ViaCheck::isValue))
                .isPresent();
    }

    private static boolean isValue(String value) {
        Matcher via = VALUE.matcher(value);
        return via.matches() && (via.group(1) == null || SipGrammar.areParameters(via.group(1)));
    }

    private static boolean hasBareCookie(String line) {
        return BARE_COOKIE.matcher(SipGrammar.split(line, ',').orElseThrow().get(0)).find();
    }
}
