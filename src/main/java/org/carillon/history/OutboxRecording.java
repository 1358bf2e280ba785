package org.carillon.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.carillon.call.History;
import org.carillon.call.HistoryEntry;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;

/**
 * One message on its way into the outbox. The mail headers come first in the file and one of them
 * is read from the CPIM head, so the head is held until it is whole, or until it is plain that
 * there is none.
 *
 * <pre>
 *   HEAD --head read, broken or too long--> CONTENT --complete--> ENDED
 *     |                                        |                   ^
 *     +---------- complete, abort, failure ----+-------------------+
 * </pre>
 *
 * <p>Owned by one thread at a time.
 */
final class OutboxRecording implements History.Recording {
    private enum State {
        HEAD,
        CONTENT,
        ENDED
    }

    private final HistoryOutbox outbox;
    private final FileChannel file;
    private final String name;
    private final String folder;
    private final HistoryEntry entry;
    private final String generatedId;
    private final CpimHeadReader reader = new CpimHeadReader();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private State state = State.HEAD;
    private long size;

    /**
     * @param file the file {@code name} in the outbox, empty
     * @param folder where it goes when it is stored
     * @param generatedId the message id where the CPIM head has none (RFC 5438 §6.3)
     */
    OutboxRecording(
            HistoryOutbox outbox,
            FileChannel file,
            String name,
            String folder,
            HistoryEntry entry,
            String generatedId) {
        this.outbox = outbox;
        this.file = file;
        this.name = name;
        this.folder = folder;
        this.entry = entry;
        this.generatedId = generatedId;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        checkNotEnded();
        if (state == State.HEAD) {
            CpimReading reading = reader.feed(bytes.duplicate());
            if (reading instanceof CpimReading.NeedMore) {
                hold(bytes);
                return;
            }
            writeHead(reading);
        }
        write(bytes);
    }

    private void hold(ByteBuffer bytes) {
        byte[] octets = new byte[bytes.remaining()];
        bytes.get(octets);
        held.writeBytes(octets);
    }

    private void writeHead(CpimReading reading) throws IOException {
        state = State.CONTENT;
        write(ByteBuffer.wrap(headers(messageIdIn(reading))));
        write(ByteBuffer.wrap(held.toByteArray()));
        held.reset();
    }

    private String messageIdIn(CpimReading reading) {
        return reading instanceof CpimReading.Complete complete
                ? complete.head().messageId().orElse(generatedId)
                : generatedId;
    }

    private byte[] headers(String messageId) {
        HeaderBlock headers = new HeaderBlock();
        headers.add("From", entry.from()).add("To", entry.to()).add("Date", entry.date());
        entry.subject().ifPresent(subject -> headers.add("Subject", subject));
        headers.add("P-Asserted-Service", entry.assertedService());
        headers.add("Conversation-ID", entry.conversationId());
        headers.add("Contribution-ID", entry.contributionId());
        entry.inReplyToContributionId()
                .ifPresent(id -> headers.add("InReplyTo-Contribution-ID", id));
        entry.acceptContact().forEach(value -> headers.add("Accept-Contact", value));
        headers.add("IMDN-Message-ID", messageId);
        headers.add("Message-ID", UniqueNames.messageId(name));
        headers.add("MIME-Version", "1.0");
        headers.add("Content-Type", "Message/CPIM");
        headers.add(MailObject.ENCODING, MailObject.AS_IT_IS);
        return headers.toBytes();
    }

    private void write(ByteBuffer bytes) throws IOException {
        outbox.grow(bytes.remaining());
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void complete() throws IOException {
        checkNotEnded();
        try {
            if (state == State.HEAD) {
                writeHead(reader.end());
            }
            file.force(true);
            file.close();
            outbox.seal(name, new Envelope(entry.user().uri(), folder, entry.call().value(), size));
            state = State.ENDED;
        } finally {
            abort();
        }
    }

    @Override
    public void abort() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        try {
            file.close();
        } catch (IOException e) {
            // a file that is given up, whatever was not written of it
        }
        outbox.drop(name, size);
    }

    private void checkNotEnded() {
        if (state == State.ENDED) {
            throw new IllegalStateException("the recording has ended, nothing can follow");
        }
    }
}
