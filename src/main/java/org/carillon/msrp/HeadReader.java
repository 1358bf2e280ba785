package org.carillon.msrp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a start line and its headers (RFC 4975 §9) into the parser's two heads. A header that says
 * something impossible does not stop it: only the rest of the head tells whether the peer wants an
 * answer at all (Failure-Report).
 */
final class HeadReader {

    /** How far it came. */
    enum Outcome {
        /** The head goes on in the next read. */
        MORE,
        /** A request with a body, which is next. */
        BODY,
        /** A request without a body, and its end-line. */
        REQUEST,
        /** A response. */
        RESPONSE,
        /** Not a head; {@link #fault} says why. */
        MALFORMED
    }

    private enum Kind {
        UNKNOWN,
        REQUEST,
        RESPONSE
    }

    private static final byte[] PROTOCOL = {'M', 'S', 'R', 'P', ' '};
    private static final byte[] HYPHENS = {'-', '-', '-', '-', '-', '-', '-'};

    private final MsrpLimits limits;
    private final HeadLines lines;
    private final RequestHead request = new RequestHead();
    private final ResponseHead response = new ResponseHead();
    private final HeaderFields fields;
    private Kind kind = Kind.UNKNOWN;
    private Fault fault;
    private Continuation flag;

    HeadReader(MsrpLimits limits) {
        this.limits = limits;
        lines = new HeadLines(limits.headBytes());
        fields = new HeaderFields(limits);
    }

    /** Forgets the last head. */
    void clear() {
        lines.clear();
        request.clear();
        response.clear();
        fields.clear();
        kind = Kind.UNKNOWN;
        fault = null;
    }

    /** True if no octet of a head was taken yet. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    RequestHead request() {
        return request;
    }

    ResponseHead response() {
        return response;
    }

    /** The flag of a request without a body. */
    Continuation flag() {
        return flag;
    }

    /** What is wrong, after {@link Outcome#MALFORMED}. */
    Fault fault() {
        return fault;
    }

    /** The request, if it may and can be answered: see {@link Malformed}. */
    Optional<RequestHead> answerable() {
        boolean can =
                kind == Kind.REQUEST && request.toPath.size() > 0 && request.fromPath.size() > 0;
        boolean may = request.method != Method.REPORT && request.failureReport != FailureReport.NO;
        return can && may ? Optional.of(request) : Optional.empty();
    }

    /** Takes octets up to the end of the head, or all. */
    Outcome read(ByteBuf in) {
        Outcome outcome = readLines();
        while (outcome == Outcome.MORE && in.isReadable()) {
            outcome = lines.fill(in) ? readLines() : malformed(Fault.HEAD_TOO_LONG);
        }
        if (outcome != Outcome.MORE && outcome != Outcome.MALFORMED) {
            lines.giveBack(in);
        }
        return outcome;
    }

    private Outcome readLines() {
        Outcome outcome = Outcome.MORE;
        while (outcome == Outcome.MORE) {
            int end = lines.nextLine();
            if (end == HeadLines.MORE) {
                return Outcome.MORE;
            }
            outcome =
                    end == HeadLines.BROKEN
                            ? malformed(Fault.LINE_ENDING)
                            : readLine(lines.octets(), lines.lineStart(), end);
        }
        return outcome;
    }

    private Outcome readLine(byte[] octets, int from, int to) {
        if (kind == Kind.UNKNOWN) {
            return readStartLine(octets, from, to);
        }
        if (from == to) {
            return kind == Kind.RESPONSE ? malformed(Fault.BODY_IN_RESPONSE) : endOfHead(true);
        }
        if (octets[from] == '-') {
            return readEndLine(octets, from, to);
        }
        note(fields.read(kind == Kind.REQUEST ? request : response, octets, from, to));
        return Outcome.MORE;
    }

    private Outcome readStartLine(byte[] octets, int from, int to) {
        int id = from + PROTOCOL.length;
        int idEnd = Ascii.indexOf((byte) ' ', octets, Math.min(id, to), to);
        if (!startsWith(PROTOCOL, octets, from, to) || idEnd + 1 >= to) {
            return malformed(Fault.START_LINE);
        }
        if (!Ascii.isIdent(octets, id, idEnd, limits.identChars())) {
            return malformed(Fault.TRANSACTION_ID);
        }
        return Ascii.isDigit(octets[idEnd + 1])
                ? readStatus(octets, id, idEnd, to)
                : readMethod(octets, id, idEnd, to);
    }

    private Outcome readStatus(byte[] octets, int id, int idEnd, int to) {
        int codeEnd = Ascii.indexOf((byte) ' ', octets, idEnd + 1, to);
        response.statusCode = Ascii.threeDigits(octets, idEnd + 1, codeEnd);
        if (response.statusCode < 0) {
            return malformed(Fault.START_LINE);
        }
        kind = Kind.RESPONSE;
        response.transactionId.set(octets, id, idEnd);
        response.comment.set(octets, Math.min(codeEnd + 1, to), to);
        return Outcome.MORE;
    }

    private Outcome readMethod(byte[] octets, int id, int idEnd, int to) {
        for (int i = idEnd + 1; i < to; i++) {
            if (octets[i] < 'A' || octets[i] > 'Z') {
                return malformed(Fault.START_LINE);
            }
        }
        kind = Kind.REQUEST;
        request.transactionId.set(octets, id, idEnd);
        request.methodName.set(octets, idEnd + 1, to);
        request.method = Method.of(request.methodName);
        return Outcome.MORE;
    }

    private Outcome readEndLine(byte[] octets, int from, int to) {
        Octets id = (kind == Kind.REQUEST ? request : response).transactionId;
        boolean matches =
                startsWith(HYPHENS, octets, from, to)
                        && to - from == HYPHENS.length + id.length() + 1
                        && id.contentEquals(octets, from + HYPHENS.length, to - 1)
                        && Continuation.isFlag(octets[to - 1]);
        if (!matches) {
            return malformed(Fault.END_LINE);
        }
        flag = Continuation.of(octets[to - 1]);
        return endOfHead(false);
    }

    private static boolean startsWith(byte[] prefix, byte[] octets, int from, int to) {
        return to - from >= prefix.length
                && Arrays.equals(prefix, 0, prefix.length, octets, from, from + prefix.length);
    }

    private Outcome endOfHead(boolean hasBody) {
        if (kind == Kind.RESPONSE) {
            note(fields.missing(response));
            response.otherHeaders.in(lines.octets());
        } else {
            request.hasBody = hasBody;
            note(fields.missing(request));
            request.otherHeaders.in(lines.octets());
        }
        return fault == null ? complete() : Outcome.MALFORMED;
    }

    private Outcome complete() {
        if (kind == Kind.RESPONSE) {
            return Outcome.RESPONSE;
        }
        return request.hasBody ? Outcome.BODY : Outcome.REQUEST;
    }

    private void note(Fault found) {
        if (fault == null) {
            fault = found;
        }
    }

    private Outcome malformed(Fault found) {
        fault = found;
        return Outcome.MALFORMED;
    }
}
