package org.carillon.stack;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/** One line for each message that the stack does not get to see. Thread-safe. */
final class MalformedLog {
    private static final System.Logger LOG = System.getLogger(MalformedLog.class.getName());
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");
    private static final int LONGEST = 200;
    private static final LongAdder MALFORMED = new LongAdder();

    private MalformedLog() {}

    static void tell(String peer, SipHead message, MessageFault fault) {
        MALFORMED.increment();
        LOG.log(
                Level.INFO,
                "event=sip-malformed peer={0} status={1} what=\"{2}\" call={3} malformed={4}",
                peer,
                fault.status(),
                fault.phrase(),
                printable(message.first("call-id").orElse("none")),
                MALFORMED.toString());
    }

    private static String printable(String callId) {
        String head = callId.length() > LONGEST ? callId.substring(0, LONGEST) + "..." : callId;
        return UNPRINTABLE.matcher(head).replaceAll("?");
    }
}
