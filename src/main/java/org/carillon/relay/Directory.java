package org.carillon.relay;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which leg a session-id of ours stands for. Any thread. */
final class Directory {

    /**
     * A leg and the loop that owns it.
     *
     * @param secure whether the leg is TLS
     */
    record Door(Room room, int leg, EventLoop loop, boolean secure) {}

    private final Map<String, Door> doors = new ConcurrentHashMap<>();

    void put(String sessionId, Door door) {
        doors.put(sessionId, door);
    }

    Optional<Door> find(String sessionId) {
        return Optional.ofNullable(doors.get(sessionId));
    }

    void remove(String sessionId) {
        doors.remove(sessionId);
    }
}
