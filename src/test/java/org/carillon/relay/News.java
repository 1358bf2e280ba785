package org.carillon.relay;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a Room tells. */
final class News implements RoomListener {
    final List<String> told = new CopyOnWriteArrayList<>();
    volatile RoomSummary summary;

    @Override
    public void messageReceived(long bytes) {
        told.add("received " + bytes);
    }

    @Override
    public void messageBroken(MessageBreak reason) {
        told.add("broken " + reason);
    }

    @Override
    public void seatServed(int seat) {
        told.add("served " + seat);
    }

    @Override
    public void seatLost(int seat, SeatLoss loss) {
        told.add("lost " + seat + " " + loss.cause() + " " + loss.statusCode());
    }

    @Override
    public void closed(RoomSummary itsSummary) {
        summary = itsSummary;
        told.add("closed " + itsSummary.end());
    }
}
