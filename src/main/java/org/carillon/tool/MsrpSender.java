package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.carillon.msrp.ByteRange;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FailureReport;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.Method;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.SendTemplate;
import org.carillon.msrp.StatusCode;
import org.carillon.msrp.TransactionId;

/**
 * The sending endpoint of one message over one connection (RFC 4975 §7.1), in constant memory: one
 * chunk at a time, and no more unanswered chunks than the {@link SendWindow} holds.
 *
 * <p>The thread that calls {@link #send} writes; a thread of its own reads the answers and ends
 * when the connection does.
 */
public final class MsrpSender implements AutoCloseable {
    private static final int UNANSWERED_CHUNKS = 64;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final MsrpConnection connection;
    private final MsrpUri local;
    private final MsrpPath peer;
    private final SendWindow window;
    private final Thread reader;
    private final SecureRandom random = new SecureRandom();

    MsrpSender(MsrpConnection connection, MsrpUri local, MsrpPath peer, Duration patience) {
        this.connection = connection;
        this.local = local;
        this.peer = peer;
        this.window = new SendWindow(UNANSWERED_CHUNKS, patience);
        this.reader = new Thread(this::readAnswers, "carillon-msrp-sender");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Sends one message and waits until all of it is answered.
     *
     * @param body the whole message, CPIM headers first
     * @param total its octets, or -1 if nobody knows before the end
     * @param chunkBytes of one SEND, 1 or more
     * @param confirm whether to ask for a success REPORT and wait for it too
     * @param progress is told how many octets were written so far
     */
    SendOutcome send(
            InputStream body, long total, int chunkBytes, boolean confirm, LongConsumer progress) {
        SendTemplate template = template(confirm);
        Chunks chunks = new Chunks(body, total, chunkBytes);
        try {
            while (!chunks.over()) {
                Optional<ByteBuf> frame = chunks.next(template);
                if (frame.isEmpty()) {
                    return giveUp(template, chunks);
                }
                connection.write(frame.get());
                progress.accept(chunks.sent());
            }
        } catch (IOException e) {
            return window.drain()
                    .orElse(new SendOutcome.Failed("sending broke off: " + e.getMessage()));
        }
        Optional<SendOutcome> failure = confirm ? window.drainAndConfirm() : window.drain();
        return failure.orElseGet(
                () -> new SendOutcome.Accepted(chunks.sent(), window.isConfirmed()));
    }

    /** Ends the sending from another thread, unless it has ended. */
    void fail(String why) {
        window.fail(new SendOutcome.Failed(why));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private SendTemplate template(boolean confirm) {
        return new SendTemplate(
                peer,
                MsrpPath.of(local),
                Tokens.next().getBytes(StandardCharsets.UTF_8),
                confirm,
                FailureReport.YES,
                new byte[0],
                "message/cpim".getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the far side that nothing more will come (RFC 4975 §7.1, flag {@code #}). */
    private SendOutcome giveUp(SendTemplate template, Chunks chunks) throws IOException {
        long id = TransactionId.choose(random);
        connection.write(
                out -> {
                    template.writeHead(out, id, 1, 0, chunks.total()); // empty: 1-0 (§7.1.1)
                    MsrpWriter.writeEndOfBody(out, id, Continuation.ABORTED);
                });
        leave();
        return window.drain().orElse(new SendOutcome.Failed("given up"));
    }

    /** Closing with answers unread would reset the connection, and the abort with it. */
    private void leave() throws IOException {
        connection.endOutput();
        try {
            reader.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readAnswers() {
        MsrpParser parser = MsrpConnection.parser(new Answers());
        try {
            while (connection.read(parser)) {
                // Everything happens in the answers.
            }
            fail("the far side closed the connection");
        } catch (IOException e) {
            fail("the connection broke: " + e.getMessage());
        }
    }

    /** One message, cut into SENDs. */
    private final class Chunks {
        private final PushbackInputStream body;
        private final long total;
        private final byte[] octets;
        private final ByteBuf frame;
        private long sent;
        private boolean over;

        Chunks(InputStream body, long total, int chunkBytes) {
            this.body = new PushbackInputStream(body);
            this.total = total;
            this.octets = new byte[chunkBytes];
            this.frame = Unpooled.buffer();
        }

        boolean over() {
            return over;
        }

        long sent() {
            return sent;
        }

        long total() {
            return total;
        }

        /** The next SEND; none if the message has failed. */
        Optional<ByteBuf> next(SendTemplate template) throws IOException {
            int length = body.readNBytes(octets, 0, size());
            over = sent + length == total || isLast();
            if (over && total != ByteRange.UNKNOWN && sent + length != total) {
                fail("the file shrank while it was being sent");
            }
            ByteBuf content = Unpooled.wrappedBuffer(octets, 0, length);
            long id = idNotIn(content);
            return window.open(id) ? Optional.of(write(template, id, content)) : Optional.empty();
        }

        private ByteBuf write(SendTemplate template, long id, ByteBuf content) {
            frame.clear();
            long end = over ? sent + content.readableBytes() : ByteRange.UNKNOWN;
            template.writeHead(frame, id, sent + 1, interruptible(content, end), total);
            sent += content.readableBytes();
            frame.writeBytes(content);
            MsrpWriter.writeEndOfBody(frame, id, over ? Continuation.COMPLETE : Continuation.MORE);
            return frame;
        }

        /** More than 2048 octets must be interruptible, range-end {@code *} (RFC 4975 §7.1.1). */
        private static long interruptible(ByteBuf content, long end) {
            return content.readableBytes() > 2048 ? ByteRange.UNKNOWN : end;
        }

        private int size() {
            return total == ByteRange.UNKNOWN
                    ? octets.length
                    : (int) Math.min(octets.length, total - sent);
        }

        /** Whether nothing follows; only reading one octet more tells. */
        private boolean isLast() throws IOException {
            int ahead = body.read();
            if (ahead >= 0) {
                body.unread(ahead);
            }
            return ahead < 0;
        }

        private long idNotIn(ByteBuf content) {
            long id = TransactionId.choose(random);
            while (TransactionId.occursIn(content, id)) {
                id = TransactionId.choose(random);
            }
            return id;
        }
    }

    /** What comes back. */
    private final class Answers implements FrameListener {
        @Override
        public void onRequest(RequestHead head) {
            // Judged at its end; what the far side sends (an IMDN, a keep-alive) is not kept.
        }

        @Override
        public void onBody(ByteBuf piece) {
            // See onRequest.
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            if (head.method() == Method.REPORT) {
                onReport(head);
                return;
            }
            StatusCode status =
                    head.method() == Method.SEND ? StatusCode.OK : StatusCode.UNKNOWN_METHOD;
            if (head.failureReport().allowsResponse(status.code())) {
                answer(head, status);
            }
        }

        @Override
        public void onResponse(ResponseHead head) {
            if (!TransactionId.isOurs(head.transactionId())) {
                return;
            }
            if (head.statusCode() >= 300) {
                window.fail(refused(head.statusCode(), head.comment().toString()));
            }
            window.answered(TransactionId.read(head.transactionId()));
        }

        @Override
        public void onMalformed(Malformed malformed) {
            fail("the server sent what is no MSRP: " + malformed.fault().phrase());
        }

        private void onReport(RequestHead head) {
            if (head.statusCode() >= 300) {
                window.fail(refused(head.statusCode(), head.statusComment().toString()));
            } else if (head.hasStatus()) {
                window.confirm();
            }
        }

        private SendOutcome refused(int status, String comment) {
            String text = comment.isEmpty() ? known(status) : comment;
            return new SendOutcome.Refused(status, Printable.of((status + " " + text).strip()));
        }

        private static String known(int status) {
            return StatusCode.of(status).map(StatusCode::comment).orElse("");
        }

        private void answer(RequestHead head, StatusCode status) {
            try {
                connection.write(out -> MsrpWriter.writeResponse(out, head, status));
            } catch (IOException e) {
                fail("the connection broke: " + e.getMessage());
            }
        }
    }
}
