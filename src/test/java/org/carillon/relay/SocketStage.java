package org.carillon.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.msrp.MsrpPath;
import org.carillon.msrp.MsrpUri;

/** The whole relay, over loopback. */
final class SocketStage implements Stage {
    private final Relay relay;
    private final RoomHandle room;
    private final News news = new News();
    private final Map<Integer, Socket> sockets = new TreeMap<>();
    private final List<ServerSocket> listening = new ArrayList<>();

    SocketStage(int seats, Path spool) throws IOException {
        relay =
                Relay.start(
                        RelayOptions.of(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                "127.0.0.1",
                                spool),
                        new SecureRandom());
        room = ((Opening.Opened) relay.open(RoomStage.request(seats), news)).room();
    }

    @Override
    public MsrpUri uri(int party) {
        return party == Room.SENDER ? room.sender() : room.devices().get(party);
    }

    @Override
    public void seat(int party, boolean active, String peer) {
        try {
            ServerSocket passive = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            listening.add(passive);
            List<ConnectTarget> targets =
                    active
                            ? List.of(new ConnectTarget("127.0.0.1", passive.getLocalPort(), false))
                            : List.of();
            seat(party, new Leg(MsrpPath.of(uri(party)), RelayTest.path(peer), targets));
            if (active) {
                sockets.put(party, passive.accept());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void seat(int party, Leg leg) {
        if (party == Room.SENDER) {
            room.seatSender(leg);
        } else {
            room.seatDevice(party, leg);
        }
    }

    @Override
    public int refusal(int party) {
        throw new AssertionError("who was faster is not ours to know here");
    }

    @Override
    public void connect(int party) {
        try {
            sockets.put(party, new Socket(InetAddress.getLoopbackAddress(), relay.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void say(int party, String text) {
        try {
            sockets.get(party).getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String hear(int party, int atLeast) {
        StringBuilder heard = new StringBuilder();
        try {
            InputStream in = sockets.get(party).getInputStream();
            Await.until(
                    atLeast + " octets, so far: " + heard,
                    () -> {
                        heard.append(available(in));
                        return heard.length() >= atLeast;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return heard.toString();
    }

    private static String available(InputStream in) {
        try {
            return new String(in.readNBytes(in.available()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void hangUp(int party) {
        try {
            sockets.get(party).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void release(int seat) {
        room.releaseSeat(seat);
    }

    @Override
    public void part(int seat) {
        room.partDevice(seat);
    }

    @Override
    public void hold(int seat) {
        room.holdDevice(seat);
    }

    @Override
    public void resume(int seat) {
        room.resumeDevice(seat);
    }

    @Override
    public void drain(Duration silence) {
        room.drain(silence);
    }

    @Override
    public void pass(Duration time) {
        throw new AssertionError("time is not ours here");
    }

    @Override
    public List<String> told(int atLeast) {
        Await.until(atLeast + " news, so far " + news.told, () -> news.told.size() >= atLeast);
        return List.copyOf(news.told);
    }

    @Override
    public void close() {
        relay.close();
        try {
            for (Socket socket : sockets.values()) {
                socket.close();
            }
            for (ServerSocket socket : listening) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
