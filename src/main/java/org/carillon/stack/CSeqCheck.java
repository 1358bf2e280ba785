package org.carillon.stack;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number below 2^31 and the method of the start line (RFC 3261 section 8.1.1.5). For a method
 * that nobody knows 501 serves the future better than 400 (RFC 4475 section 3.1.2.18).
 */
final class CSeqCheck implements HeadCheck {
    private static final Pattern CSEQ = Pattern.compile("0*+(\\d*)\\s+(" + SipGrammar.TOKEN + ")");
    private static final BigInteger END = BigInteger.TWO.pow(31);
    private static final int LONGEST = 10;
    private static final Set<String> KNOWN =
            Set.of(
                    "ACK",
                    "BYE",
                    "CANCEL",
                    "INFO",
                    "INVITE",
                    "MESSAGE",
                    "NOTIFY",
                    "OPTIONS",
                    "PRACK",
                    "PUBLISH",
                    "REFER",
                    "REGISTER",
                    "SUBSCRIBE",
                    "UPDATE");
    private static final MessageFault UNKNOWN_METHOD = new MessageFault(501, "Method Not Known");
    private static final MessageFault OTHER_METHOD =
            new MessageFault(400, "CSeq Names Another Method Than the Request-Line");

    @Override
    public Optional<MessageFault> fault(SipHead request) {
        Matcher cseq = CSEQ.matcher(request.first("cseq").orElse(""));
        if (!cseq.matches() || !isInRange(cseq.group(1))) {
            return Optional.of(MessageFault.malformed("CSeq Header Field"));
        }
        if (cseq.group(2).equals(request.method())) {
            return Optional.empty();
        }
        return Optional.of(KNOWN.contains(request.method()) ? OTHER_METHOD : UNKNOWN_METHOD);
    }

    private static boolean isInRange(String digits) {
        return digits.isEmpty()
                || (digits.length() <= LONGEST && new BigInteger(digits).compareTo(END) < 0);
    }
}
