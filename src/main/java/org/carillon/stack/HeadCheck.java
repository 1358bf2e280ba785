package org.carillon.stack;

import java.util.List;
import java.util.Optional;

/** One thing that a request must fulfil before the stack sees it. Stateless. */
interface HeadCheck {
    Optional<MessageFault> fault(SipHead request);

    /** All of them; the first that finds something decides. */
    List<HeadCheck> ALL =
            List.of(
                    new RequestLineCheck(),
                    new FieldCountCheck(),
                    new CallIdCheck(),
                    new CSeqCheck(),
                    new ViaCheck(),
                    new AddressCheck(),
                    new OptionTagCheck());

    /** The stack is lenient: it guesses, drops what it cannot read, or fails in the middle. */
    static Optional<MessageFault> firstFault(SipHead message) {
        if (message.isResponse()) {
            return Optional.empty();
        }
        for (HeadCheck check : ALL) {
            Optional<MessageFault> fault = check.fault(message);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
