package org.carillon.cpim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the head of one CPIM message from pieces of any size: CPIM headers, an empty line, MIME
 * headers, an empty line. The content behind it is never touched.
 *
 * <p>Each octet is looked at once. A bare LF ends a line too. Owned by whoever feeds it; not
 * thread-safe.
 *
 * <pre>
 *   CPIM headers --empty line--> MIME headers --empty line--> complete
 *        |                            |
 *        +------- limit, fault -------+--> broken
 * </pre>
 */
public final class CpimHeadReader {

    private final CpimLimits limits;
    private final CpimHeadLines lines = new CpimHeadLines();
    private byte[] line = new byte[128];
    private int lineLength;
    private int consumed;
    private CpimReading reading = new CpimReading.NeedMore();

    public CpimHeadReader(CpimLimits limits) {
        this.limits = limits;
    }

    /** With the {@linkplain CpimLimits#DEFAULT default limits}. */
    public CpimHeadReader() {
        this(CpimLimits.DEFAULT);
    }

    /** Reads the head of a message that is all there; never throws. */
    public static CpimReading read(byte[] message) {
        CpimHeadReader reader = new CpimHeadReader();
        reader.feed(ByteBuffer.wrap(message));
        return reader.end();
    }

    /**
     * Takes the next piece; never throws. The position of the piece moves behind the last octet
     * that belongs to the head. Once complete or broken the answer stays, and nothing is read.
     */
    public CpimReading feed(ByteBuffer piece) {
        while (reading instanceof CpimReading.NeedMore && piece.hasRemaining()) {
            take(piece.get());
        }
        return reading;
    }

    /**
     * No more will come. A message whose wrapped part has no content may lack the last empty line,
     * or the wrapped part altogether.
     */
    public CpimReading end() {
        if (reading instanceof CpimReading.NeedMore) {
            if (lineLength > 0) {
                endLine();
            }
            reading =
                    lines.head()
                            .<CpimReading>map(head -> new CpimReading.Complete(head, consumed))
                            .orElse(new CpimReading.Broken("ended within the CPIM headers"));
        }
        return reading;
    }

    private void take(byte octet) {
        consumed++;
        if (consumed > limits.octets()) {
            reading = new CpimReading.Broken("head too long");
        } else if (octet == '\n') {
            endLine();
        } else {
            append(octet);
        }
    }

    private void append(byte octet) {
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, 2 * line.length);
        }
        line[lineLength++] = octet;
    }

    private void endLine() {
        boolean cr = lineLength > 0 && line[lineLength - 1] == '\r';
        int length = cr ? lineLength - 1 : lineLength;
        lineLength = 0;
        Optional<String> fault =
                lines.take(new String(line, 0, length, StandardCharsets.UTF_8), limits.headers());
        if (fault.isPresent()) {
            reading = new CpimReading.Broken(fault.get());
        } else if (lines.complete()) {
            reading = new CpimReading.Complete(lines.head().orElseThrow(), consumed);
        }
    }
}
