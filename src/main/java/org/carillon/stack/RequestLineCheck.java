package org.carillon.stack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code METHOD SP Request-URI SP SIP/2.0} (RFC 3261 section 7.1); the URI has no header fields
 * (section 19.1.1) and no angle brackets.
 */
final class RequestLineCheck implements HeadCheck {
    private static final Pattern LINE =
            Pattern.compile("(" + SipGrammar.TOKEN + ") (\\S+) SIP/(\\d+\\.\\d+)");
    private static final MessageFault OTHER_VERSION =
            new MessageFault(505, "Version Not Supported, Use SIP/2.0");

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        Matcher line = LINE.matcher(request.startLine());
        if (!line.matches()) {
            return Optional.of(MessageFault.malformed("Request-Line"));
        }
        if (!line.group(3).equals("2.0")) {
            return Optional.of(OTHER_VERSION);
        }
        String uri = line.group(2);
        return SipGrammar.isUri(uri) && !SipGrammar.hasHeaders(uri)
                ? Optional.empty()
                : Optional.of(MessageFault.malformed("Request-URI"));
    }
}
