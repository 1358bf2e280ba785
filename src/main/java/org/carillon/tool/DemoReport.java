package org.carillon.tool;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a demonstration ends with: a table, and whether all is well. */
record DemoReport(SavedFile sent, List<DeliveryRecord> deliveries) {
    private static final String ROW = "%-9s %13s  %-64s  %10s  %9s  %s";

    DemoReport {
        deliveries = List.copyOf(deliveries);
    }

    /** Every device has the very same bytes and was hung up on by the server. */
    boolean allWell() {
        return deliveries.stream().allMatch(this::isWell);
    }

    List<String> lines() {
        Stream<String> head =
                Stream.of(
                        row("device", "bytes", "SHA-256", "first byte", "last byte", "BYE"),
                        row("(sent)", count(sent.bytes()), sent.sha256(), "", "", ""));
        return Stream.concat(head, deliveries.stream().map(this::row)).toList();
    }

    private boolean isWell(DeliveryRecord delivery) {
        boolean same =
                delivery.file()
                        .filter(file -> file.bytes() == sent.bytes())
                        .filter(file -> file.sha256().equals(sent.sha256()))
                        .isPresent();
        return same && delivery.byeReceived();
    }

    private String row(DeliveryRecord delivery) {
        String nothing = delivery.trouble().isEmpty() ? "nothing" : delivery.trouble();
        return row(
                delivery.device(),
                delivery.file().map(file -> count(file.bytes())).orElse("-"),
                delivery.file().map(SavedFile::sha256).orElse(nothing),
                seconds(delivery.firstByte()),
                seconds(delivery.lastByte()),
                delivery.byeReceived() ? "yes" : "NO");
    }

    private static String row(
            String device, String bytes, String sum, String first, String last, String bye) {
        return ROW.formatted(device, bytes, sum, first, last, bye).stripTrailing();
    }

    private static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    private static String seconds(Optional<Duration> time) {
        return time.map(t -> String.format(Locale.ROOT, "%.2f s", t.toMillis() / 1000.0))
                .orElse("-");
    }
}
