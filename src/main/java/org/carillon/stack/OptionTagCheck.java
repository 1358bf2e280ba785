package org.carillon.stack;

import java.util.Optional;
import java.util.stream.Stream;

/** Option tags are tokens (RFC 3261 section 20.32): a refusal repeats them. */
final class OptionTagCheck implements HeadCheck {
    @Override
    public Optional<MessageFault> fault(SipHead request) {
        return Stream.of("require", "proxy-require")
                        .flatMap(name -> request.values(name).stream())
                        .flatMap(line -> Stream.of(line.split(",", -1)))
                        .anyMatch(tag -> !SipGrammar.isToken(tag.strip()))
                ? Optional.of(MessageFault.malformed("Require Header Field"))
                : Optional.empty();
    }
}
