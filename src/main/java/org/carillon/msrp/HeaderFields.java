package org.carillon.msrp;

/**
 * Reads header lines into a head. Names are compared without case, as ABNF compares literals (RFC
 * 4234 §2.3), so are the values yes, no and partial; white space around a value is more or less
 * than the grammar's one space, and harmless. What is accepted out of order is what has only one
 * meaning: headers behind Content-Type. The paths must come first (RFC 4975 §9).
 */
final class HeaderFields {
    private static final int TO_PATH_LINE = 0;
    private static final int FROM_PATH_LINE = 1;

    private static final int MESSAGE_ID = 1;
    private static final int SUCCESS_REPORT = 2;
    private static final int FAILURE_REPORT = 4;
    private static final int BYTE_RANGE = 8;
    private static final int STATUS = 16;
    private static final int CONTENT_TYPE = 32;

    private final MsrpLimits limits;
    private byte[] octets;
    private int name;
    private int colon;
    private int value;
    private int end;
    private int line;
    private int seen;

    HeaderFields(MsrpLimits limits) {
        this.limits = limits;
    }

    void clear() {
        line = 0;
        seen = 0;
    }

    /** Reads one line; null if nothing is wrong with it. */
    Fault read(FrameHead head, byte[] array, int from, int to) {
        if (line == limits.headerLines()) {
            return Fault.TOO_MANY_HEADERS;
        }
        int number = line++;
        if (!split(array, from, to)) {
            return Fault.HEADER;
        }
        return switch (number) {
            case TO_PATH_LINE -> path("To-Path", head.toPath);
            case FROM_PATH_LINE -> path("From-Path", head.fromPath);
            default -> head instanceof RequestHead request ? field(request) : other(head);
        };
    }

    /** What a complete head lacks; null if nothing. */
    Fault missing(FrameHead head) {
        if (line <= FROM_PATH_LINE) {
            return Fault.PATH_ORDER;
        }
        return head instanceof RequestHead request && request.hasBody
                ? missingForBody(request)
                : null;
    }

    private static Fault missingForBody(RequestHead request) {
        if (request.contentType.isEmpty()) {
            return Fault.BODY_WITHOUT_CONTENT_TYPE;
        }
        return request.method == Method.SEND && request.messageId.isEmpty()
                ? Fault.MESSAGE_ID
                : null;
    }

    private boolean split(byte[] array, int from, int to) {
        octets = array;
        name = from;
        colon = nameEnd(array, from, to);
        value = Math.min(colon + 1, to);
        end = to;
        while (value < end && isSpace(octets[value])) {
            value++;
        }
        while (end > value && isSpace(octets[end - 1])) {
            end--;
        }
        return colon < to && colon > name && octets[colon] == ':' && Ascii.isAlpha(octets[name]);
    }

    private static int nameEnd(byte[] array, int from, int to) {
        int at = from;
        while (at < to && Ascii.isToken(array[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private boolean isNamed(String expected) {
        return Ascii.equalsIgnoreCase(octets, name, colon, expected);
    }

    private boolean isValue(String expected) {
        return Ascii.equalsIgnoreCase(octets, value, end, expected);
    }

    private Fault path(String expected, PathView path) {
        return isNamed(expected) ? path.read(octets, value, end, limits) : Fault.PATH_ORDER;
    }

    /** The length tells most names apart before any is compared. */
    private Fault field(RequestHead head) {
        return switch (colon - name) {
            case 6 -> isNamed("Status") ? once(STATUS, status(head)) : other(head);
            case 7 -> isNamed("To-Path") ? Fault.REPEATED_HEADER : other(head);
            case 9 -> isNamed("From-Path") ? Fault.REPEATED_HEADER : other(head);
            case 10 -> messageIdOrByteRange(head);
            case 12 ->
                    isNamed("Content-Type") ? once(CONTENT_TYPE, contentType(head)) : other(head);
            case 14 -> report(head);
            default -> other(head);
        };
    }

    private Fault once(int field, Fault fault) {
        boolean again = (seen & field) != 0;
        seen |= field;
        return again ? Fault.REPEATED_HEADER : fault;
    }

    private Fault messageIdOrByteRange(RequestHead head) {
        if (isNamed("Message-ID")) {
            return once(MESSAGE_ID, messageId(head));
        }
        return isNamed("Byte-Range") ? once(BYTE_RANGE, byteRange(head)) : other(head);
    }

    private Fault report(RequestHead head) {
        if (isNamed("Success-Report")) {
            return once(SUCCESS_REPORT, successReport(head));
        }
        return isNamed("Failure-Report") ? once(FAILURE_REPORT, failureReport(head)) : other(head);
    }

    private Fault messageId(RequestHead head) {
        head.messageId.set(octets, value, end);
        return Ascii.isIdent(octets, value, end, limits.identChars()) ? null : Fault.MESSAGE_ID;
    }

    private Fault contentType(RequestHead head) {
        head.contentType.set(octets, value, end);
        return null;
    }

    private Fault successReport(RequestHead head) {
        head.successReport = isValue("yes");
        return head.successReport || isValue("no") ? null : Fault.SUCCESS_REPORT;
    }

    private Fault failureReport(RequestHead head) {
        for (FailureReport wish : FailureReport.WISHES) {
            if (isValue(wish.value())) {
                head.failureReport = wish;
                return null;
            }
        }
        return Fault.FAILURE_REPORT;
    }

    private Fault byteRange(RequestHead head) {
        int hyphen = Ascii.indexOf((byte) '-', octets, value, end);
        int slash = Ascii.indexOf((byte) '/', octets, hyphen, end);
        head.hasByteRange = true;
        head.rangeStart = Ascii.number(octets, value, hyphen);
        head.rangeEnd = numberOrStar(hyphen + 1, slash);
        head.rangeTotal = numberOrStar(slash + 1, end);
        boolean possible = ByteRange.isPossible(head.rangeStart, head.rangeEnd, head.rangeTotal);
        return possible ? null : Fault.BYTE_RANGE;
    }

    private long numberOrStar(int from, int to) {
        return to - from == 1 && octets[from] == '*'
                ? ByteRange.UNKNOWN
                : Ascii.number(octets, from, to);
    }

    private Fault status(RequestHead head) {
        int codeEnd = Math.min(value + 7, end);
        head.statusNamespace = Ascii.threeDigits(octets, value, Math.min(value + 3, end));
        head.statusCode = Ascii.threeDigits(octets, Math.min(value + 4, end), codeEnd);
        head.statusComment.set(octets, Math.min(codeEnd + 1, end), end);
        boolean spaced =
                head.statusCode >= 0
                        && octets[value + 3] == ' '
                        && (codeEnd == end || octets[codeEnd] == ' ');
        return spaced && head.statusNamespace >= 0 ? null : Fault.STATUS;
    }

    private Fault other(FrameHead head) {
        if (head.otherHeaders.size() == limits.otherHeaders()) {
            return Fault.TOO_MANY_OTHER_HEADERS;
        }
        head.otherHeaders.add(name, colon, value, end);
        return null;
    }
}
