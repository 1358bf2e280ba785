package org.carillon.msrp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Joins what a parser finds into one printable line per frame; line breaks show as CR and LF. */
final class FrameLog implements FrameListener {
    private final List<String> frames = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private RequestHead head;

    /** The frames found so far, a request only when its end is known. */
    List<String> frames() {
        return List.copyOf(frames);
    }

    /** What of an unfinished request is known so far. */
    String unfinished() {
        return open.toString();
    }

    @Override
    public void onRequest(RequestHead request) {
        if (open.length() > 0) {
            throw new AssertionError("onRequest within a request: " + open);
        }
        head = request;
        open.append(describe(request));
        if (request.hasBody()) {
            open.append(" |");
        }
    }

    @Override
    public void onBody(ByteBuf piece) {
        if (!piece.isReadable() || open.length() == 0) {
            throw new AssertionError("piece=" + piece + " in " + open);
        }
        open.append(show(piece.toString(ISO_8859_1)));
    }

    @Override
    public void onRequestEnd(RequestHead request, Continuation flag) {
        boolean same = request == head && open.toString().startsWith(describe(request));
        frames.add(open + (request.hasBody() ? "| " : " ") + flag + (same ? "" : " HEAD LOST"));
        open.setLength(0);
    }

    @Override
    public void onResponse(ResponseHead response) {
        frames.add(
                response.transactionId()
                        + " "
                        + response.statusCode()
                        + named(" comment=", response.comment())
                        + paths(response)
                        + others(response));
    }

    @Override
    public void onMalformed(Malformed malformed) {
        String id = malformed.answerable().map(r -> r.transactionId().toString()).orElse("nobody");
        frames.add("malformed " + malformed.fault() + ", answer " + id);
        open.setLength(0);
    }

    private static String describe(RequestHead request) {
        return request.methodName()
                + " "
                + request.transactionId()
                + paths(request)
                + named(" id=", request.messageId())
                + (request.hasByteRange() ? " range=" + request.byteRange() : "")
                + (request.successReport() ? " success=yes" : "")
                + (request.failureReport() == FailureReport.YES
                        ? ""
                        : " failure=" + request.failureReport().value())
                + (request.hasStatus()
                        ? " status=" + request.statusNamespace() + "/" + request.statusCode()
                        : "")
                + named(" comment=", request.statusComment())
                + others(request)
                + named(" type=", request.contentType());
    }

    private static String paths(FrameHead head) {
        return " " + path(head.fromPath()) + " -> " + path(head.toPath());
    }

    private static String path(PathView path) {
        return path.size() < 2 ? path.toString() : path.leftmost() + ">" + path.rest();
    }

    private static String others(FrameHead head) {
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < head.otherHeaders().size(); i++) {
            others.append(" {").append(head.otherHeaders().name(i)).append('=');
            others.append(head.otherHeaders().value(i)).append('}');
        }
        return others.toString();
    }

    private static String named(String name, Octets value) {
        return value.isEmpty() ? "" : name + value;
    }

    static String show(String text) {
        return text.replace("\r", "<CR>").replace("\n", "<LF>");
    }
}
