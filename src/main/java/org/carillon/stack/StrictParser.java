package org.carillon.stack;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;
import java.util.Set;

/**
 * The stack's parser, made to fail in one way only. The original lets exceptions of the language
 * through, puts what it could not read into the reason phrase, and over TCP leaves out a malformed
 * From as it would a malformed Date. Stateless.
 */
final class StrictParser implements MessageParser {
    /** What no message is understood without; anything else malformed is ignored. */
    private static final Set<Class<?>> NEEDED =
            Set.of(
                    RequestLine.class,
                    StatusLine.class,
                    Via.class,
                    From.class,
                    To.class,
                    CallID.class,
                    CSeq.class,
                    Contact.class,
                    Route.class,
                    RecordRoute.class,
                    ContentLength.class,
                    ContentType.class);

    private final StringMsgParser parser = new StringMsgParser();

    /** Named in the stack's properties. */
    public static final class Factory implements MessageParserFactory {
        /** The stack makes it, by name. */
        public Factory() {}

        @Override
        public MessageParser createMessageParser(SIPTransactionStack stack) {
            return new StrictParser();
        }
    }

    /**
     * @throws ParseException with fixed words
     */
    @Override
    public SIPMessage parseSIPMessage(
            byte[] octets, boolean readBody, boolean strict, ParseExceptionListener ignored)
            throws ParseException {
        try {
            return parser.parseSIPMessage(octets, readBody, strict, StrictParser::decide);
        } catch (ParseException | RuntimeException e) {
            throw new ParseException(MessageFault.UNREADABLE.phrase(), 0);
        }
    }

    private static void decide(
            ParseException e, SIPMessage message, Class<?> header, String line, String whole)
            throws ParseException {
        if (header != null && NEEDED.contains(header)) {
            throw e;
        }
        message.addUnparsed(line);
    }
}
