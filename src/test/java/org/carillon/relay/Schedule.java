package org.carillon.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.carillon.msrp.Continuation;
import org.carillon.msrp.FrameListener;
import org.carillon.msrp.Malformed;
import org.carillon.msrp.MsrpLimits;
import org.carillon.msrp.MsrpParser;
import org.carillon.msrp.MsrpWriter;
import org.carillon.msrp.RequestHead;
import org.carillon.msrp.ResponseHead;
import org.carillon.msrp.StatusCode;

/**
 * One random life of a Room: a message in chunks of any size and order and in segments of any size,
 * devices that join, stall, read on, leave and are let go at any time, work on disk at any time.
 */
final class Schedule {
    private static final int DEVICES = 4;

    /** A device that reads what the connection brings it and answers. */
    private final class Device implements FrameListener {
        private final int number;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private MsrpParser parser = new MsrpParser(MsrpLimits.defaults(), this);
        private final ByteBuf answers = Unpooled.buffer();
        private boolean joined;
        private boolean left;
        private boolean held;
        private long takenAtHold;
        private boolean complete;
        private boolean aborted;
        private String mistake = "";

        private Device(int number) {
            this.number = number;
        }

        private void join() {
            joined = true;
            stage.connect(number);
            stage.connection(number).appetite(0);
            stage.seat(number, false);
            noteTaken();
        }

        private void noteTaken() {
            takenAtHold = joined && !left ? stage.connection(number).taken() : 0;
        }

        private void hold() {
            held = true;
            stage.room.holdDevice(number);
            noteTaken();
        }

        private void resume() {
            if (held && joined && !left && !abort) {
                boolean fed = stage.connection(number).taken() != takenAtHold;
                mistake = fed ? "fed on hold" : mistake;
            }
            held = false;
            stage.room.resumeDevice(number);
        }

        /** Its connection is lost; it comes back with another one, where it may. */
        private void move() {
            stage.connection(number).hangUp();
            received.reset();
            answers.clear();
            parser = new MsrpParser(MsrpLimits.defaults(), this);
            stage.seatAgain(number, false);
            left = stage.refusal(number) != 0;
            if (!left) {
                moves++;
                stage.connect(number);
                stage.connection(number).appetite(0);
                noteTaken();
            }
        }

        private void read(long appetite) {
            FakeConnection connection = stage.connection(number);
            connection.appetite(appetite);
            parser.parse(Unpooled.wrappedBuffer(connection.heard()));
            if (answers.isReadable() && !left) {
                byte[] octets = new byte[answers.readableBytes()];
                answers.readBytes(octets);
                connection.say(octets);
            }
        }

        @Override
        public void onRequest(RequestHead head) {
            if (head.hasBody()
                    && head.rangeStart() != received.size() + 1L
                    && head.rangeEnd() != 0) {
                mistake = "at " + received.size() + " came " + head.byteRange();
            }
        }

        @Override
        public void onBody(ByteBuf piece) {
            byte[] octets = new byte[piece.readableBytes()];
            piece.getBytes(piece.readerIndex(), octets);
            received.writeBytes(octets);
        }

        @Override
        public void onRequestEnd(RequestHead head, Continuation flag) {
            complete |= flag == Continuation.COMPLETE;
            aborted |= flag == Continuation.ABORTED;
            MsrpWriter.writeResponse(answers, head, StatusCode.OK);
        }

        @Override
        public void onResponse(ResponseHead head) {}

        @Override
        public void onMalformed(Malformed malformed) {
            mistake = "malformed " + malformed.fault();
        }
    }

    /** Keeps what it is given. */
    private static final class Tape implements Recorder {
        private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        private final List<String> ends = new ArrayList<>();

        @Override
        public void begin(KeptHead head) {}

        @Override
        public void append(ByteBuffer content) {
            byte[] octets = new byte[content.remaining()];
            content.get(octets);
            recorded.writeBytes(octets);
        }

        @Override
        public void complete() throws IOException {
            ends.add("complete");
        }

        @Override
        public void abort() throws IOException {
            ends.add("abort");
        }
    }

    private final Random random;
    private final byte[] content;
    private final byte[] wire;
    private final boolean abort;
    private final RoomStage stage;
    private final Tape tape = new Tape();
    private final List<Device> devices = new ArrayList<>();
    private final ByteArrayOutputStream senderHeard = new ByteArrayOutputStream();
    private int said;
    private int chunks;
    private int moves;
    private int holds;

    Schedule(long seed, Path spool) {
        random = new Random(seed);
        content = new byte[random.nextInt(150_000)];
        random.nextBytes(content);
        abort = random.nextInt(8) == 0;
        wire = wire();
        RelayLimits limits =
                new RelayLimits(
                        10, 10, 10, 10, 65536, 65536, 10 << 20, 256, 512, 4096, 64, 16, 1024, 8);
        RoomRequest request =
                new RoomRequest(
                        DEVICES,
                        1L << 40,
                        List.of("text/plain"),
                        Optional.of(tape),
                        DeviceContent.forbidden());
        stage = new RoomStage(request, limits, spool);
        stage.seat(Room.SENDER, false);
        stage.connect(Room.SENDER);
        for (int n = 0; n < DEVICES; n++) {
            devices.add(new Device(n));
        }
    }

    private byte[] wire() {
        List<byte[]> parts = new ArrayList<>();
        int most = 1 + random.nextInt(random.nextBoolean() ? 40_000 : 1000);
        int at = 0;
        do {
            int n = Math.min(content.length - at, random.nextInt(most) + 1);
            boolean last = at + n == content.length;
            parts.add(chunk(at, n, last ? (abort ? "#" : "$") : "+"));
            at += n;
        } while (at < content.length);
        disorder(parts);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        parts.forEach(octets::writeBytes);
        chunks = parts.size();
        return octets.toByteArray();
    }

    /** Some neighbours change places, some chunks come twice; the last one stays the last. */
    private void disorder(List<byte[]> parts) {
        for (int i = 0; i + 2 < parts.size(); i++) {
            int what = random.nextInt(10);
            boolean small = parts.get(i + 1).length < 20_000;
            if (what == 0 && small) {
                byte[] swapped = parts.get(i);
                parts.set(i, parts.get(i + 1));
                parts.set(i + 1, swapped);
            } else if (what == 1) {
                parts.add(i, parts.get(i));
                i++;
            }
        }
    }

    private byte[] chunk(int at, int length, String flag) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        String id = "t%07d".formatted(at);
        String total = at % 3 == 0 ? "*" : String.valueOf(content.length);
        chunk.writeBytes(
                ("MSRP "
                                + id
                                + " SEND\r\nTo-Path: "
                                + RoomStage.SENDER_LEG
                                + "\r\nFrom-Path: "
                                + RoomStage.ALICE
                                + "\r\nMessage-ID: m001\r\nByte-Range: "
                                + (at + 1)
                                + "-*/"
                                + total
                                + "\r\nContent-Type: text/plain\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        chunk.write(content, at, length);
        chunk.writeBytes(("\r\n-------" + id + flag + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    /** Plays it to its end; says what is wrong, nothing if nothing is. */
    String play() {
        while (said < wire.length) {
            step();
        }
        finish();
        String wrong = judge();
        stage.close();
        letEverybodyRead();
        stage.cutAll();
        return wrong.isEmpty() ? judgeEnd() : wrong;
    }

    /** How often a device came back on another connection. */
    int moves() {
        return moves;
    }

    /** How often a device put the message on hold. */
    int holds() {
        return holds;
    }

    private void step() {
        Device device = devices.get(random.nextInt(DEVICES));
        switch (random.nextInt(13)) {
            case 0 -> join(device);
            case 1, 2, 3 -> read(device, random.nextInt(50_000));
            case 4 -> leave(device, random.nextInt(20));
            case 5 -> move(device, random.nextInt(15));
            case 6 -> stage.loop.workOnce();
            case 7 -> stage.loop.runTasks();
            case 8 -> hold(device);
            default -> say();
        }
        stage.connection(Room.SENDER).resume();
    }

    private void say() {
        int n =
                Math.min(
                        wire.length - said, 1 + random.nextInt(random.nextBoolean() ? 20_000 : 50));
        stage.connection(Room.SENDER).say(Arrays.copyOfRange(wire, said, said + n));
        said += n;
    }

    private static void join(Device device) {
        if (!device.joined && !device.left) {
            device.join();
        }
    }

    private static void read(Device device, int appetite) {
        if (device.joined && !device.left) {
            device.read(appetite);
        }
    }

    private static void move(Device device, int chance) {
        if (chance == 0 && device.joined && !device.left && !device.complete) {
            device.move();
        }
    }

    /** Holds or resumes; everybody resumes before the end. */
    private void hold(Device device) {
        if (device.held) {
            device.resume();
        } else {
            device.hold();
            holds++;
        }
    }

    private void leave(Device device, int chance) {
        if (chance > 1 || device.left) {
            return;
        }
        if (chance == 0 && device.joined) {
            stage.connection(device.number).hangUp();
        } else {
            stage.room.releaseSeat(device.number);
        }
        device.left = true;
    }

    private void finish() {
        devices.forEach(Device::resume);
        if (!abort) {
            devices.forEach(Schedule::join);
        }
        letEverybodyRead();
    }

    private void letEverybodyRead() {
        long before = -1;
        for (long now = received(); now != before; now = received()) {
            before = now;
            for (int i = 0; i < 3; i++) {
                stage.settle();
                devices.forEach(device -> read(device, 1 << 20));
            }
        }
        senderHeard.writeBytes(stage.connection(Room.SENDER).heard());
    }

    private long received() {
        return devices.stream().mapToLong(device -> device.received.size()).sum();
    }

    private String judge() {
        for (Device device : devices) {
            String wrong = device.mistake.isEmpty() ? judge(device) : device.mistake;
            if (!wrong.isEmpty()) {
                return "device " + device.number + ": " + wrong;
            }
        }
        String heard = senderHeard.toString(StandardCharsets.US_ASCII);
        int answered = heard.split(" 200 OK\r\n", -1).length - 1;
        boolean anyone = devices.stream().anyMatch(d -> !d.left);
        return anyone && answered != chunks ? answered + " of " + chunks + " answered" : "";
    }

    private String judge(Device device) {
        byte[] got = device.received.toByteArray();
        if (!Arrays.equals(got, Arrays.copyOf(content, got.length))) {
            return "other octets";
        }
        if (device.left) {
            return "";
        }
        if (abort) {
            return got.length > 0 && !device.aborted ? "no # after " + got.length : "";
        }
        return device.complete && got.length == content.length
                ? ""
                : got.length + " of " + content.length + ", complete " + device.complete;
    }

    private String judgeEnd() {
        boolean whole = !abort && devices.stream().anyMatch(d -> !d.left);
        if (tape.ends.size() != 1 || (whole && !tape.ends.contains("complete"))) {
            return "recorder told " + tape.ends;
        }
        if (whole && !Arrays.equals(tape.recorded.toByteArray(), content)) {
            return "recorded " + tape.recorded.size() + " of " + content.length;
        }
        if (stage.memory.used() != 0 || stage.disk.used() != 0) {
            return "memory " + stage.memory.used() + " disk " + stage.disk.used();
        }
        if (stage.metrics.value(RelayMetrics.Counter.FAULTS) != 0) {
            return "fault";
        }
        return stage.news.summary == null ? "not closed" : "";
    }
}
