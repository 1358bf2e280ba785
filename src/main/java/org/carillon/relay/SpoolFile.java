package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The part of a message that did not fit in memory: segments of equal size, so that what everybody
 * has had can be given back to the disk before the message ends. The operating system removes a
 * segment's name at once, so not even a crash leaves a file. All methods block; owner: one {@link
 * Lane}.
 */
final class SpoolFile {
    static final long SEGMENT = 32L << 20;

    private final Path directory;
    private final String name;
    private final NavigableMap<Long, FileChannel> segments = new TreeMap<>();

    SpoolFile(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** Offset of the segment that holds this offset. */
    static long segmentStart(long offset) {
        return offset - offset % SEGMENT;
    }

    /** Writes buffers one behind the other; they are released whatever happens. */
    void write(long offset, List<ByteBuf> buffers) throws IOException {
        long at = offset;
        try {
            for (ByteBuf buffer : buffers) {
                at = write(at, buffer);
            }
        } finally {
            buffers.forEach(ByteBuf::release);
        }
    }

    private long write(long offset, ByteBuf buffer) throws IOException {
        long at = offset;
        while (buffer.isReadable()) {
            long inSegment = at % SEGMENT;
            int length = (int) Math.min(buffer.readableBytes(), SEGMENT - inSegment);
            at += buffer.readBytes(segment(at), inSegment, length);
        }
        return at;
    }

    /** Reads at most up to the end of the segment; the buffer's room is the other bound. */
    void read(long offset, ByteBuf into, int length) throws IOException {
        long at = offset;
        while (into.readableBytes() < length) {
            int n = into.writeBytes(segment(at), at % SEGMENT, length - into.readableBytes());
            if (n < 0) {
                throw new IOException(
                        "spool file ends at " + at + ", expected " + length + " more");
            }
            at += n;
        }
    }

    private FileChannel segment(long offset) throws IOException {
        long start = segmentStart(offset);
        FileChannel open = segments.get(start);
        if (open == null) {
            open = create(start);
            segments.put(start, open);
        }
        return open;
    }

    private FileChannel create(long start) throws IOException {
        return FileChannel.open(
                directory.resolve(name + "-" + start / SEGMENT + ".spool"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Gives back the segments that lie entirely before an offset. */
    void releaseBefore(long offset) throws IOException {
        NavigableMap<Long, FileChannel> gone = segments.headMap(segmentStart(offset), false);
        for (FileChannel segment : gone.values()) {
            segment.close();
        }
        gone.clear();
    }

    void close() throws IOException {
        releaseBefore(Long.MAX_VALUE - SEGMENT);
    }
}
