package org.carillon.stack;

import java.util.Optional;
import java.util.regex.Pattern;

/** Printable and without spaces (RFC 3261 section 25.1): it stands in every line of the log. */
final class CallIdCheck implements HeadCheck {
    private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]+");

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        return WORD.matcher(request.first("call-id").orElse("")).matches()
                ? Optional.empty()
                : Optional.of(MessageFault.malformed("Call-ID Header Field"));
    }
}
