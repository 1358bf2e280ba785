package org.carillon.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.call.Aor;
import org.carillon.call.Arrival;
import org.carillon.call.CallId;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.Icsi;
import org.carillon.call.Notices;
import org.carillon.call.PagerMessage;
import org.carillon.call.Refusal;
import org.carillon.call.SourceException;
import org.carillon.cpim.CpimAddress;
import org.carillon.cpim.CpimHead;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.carillon.cpim.Imdn;
import org.carillon.log.LogText;

/**
 * Tells the senders of kept messages what has become of them, if they have asked for it (RFC 5438
 * §8): that one is stored, or that it was given up. Each notification goes the way of those that
 * devices send. Thread-safe; reads the store, and so is called on the look-up pool.
 */
final class Notifier implements Notices {
    private static final Logger LOG = System.getLogger(Notifier.class.getName());
    private static final int MAX_FORWARDS = 70;

    /** RFC 5438 §6.3 asks for 64 random bits or more. */
    private static final int ID_OCTETS = 16;

    private final DeferredMessages messages;
    private final Calls calls;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile Optional<Legs> legs = Optional.empty();

    Notifier(DeferredMessages messages, Calls calls, InstantSource clock, RandomGenerator random) {
        this.messages = messages;
        this.calls = calls;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void through(Legs way) {
        legs = Optional.of(way);
    }

    /** This message waits from now on. */
    void stored(String id) {
        try {
            messages.find(id)
                    .ifPresent(
                            message ->
                                    tell(
                                            message,
                                            Imdn.Notification.PROCESSING,
                                            Imdn.Status.STORED,
                                            () -> {}));
        } catch (SourceException e) {
            complain(id, e);
        }
    }

    /**
     * This message waits no longer. Who has heard that a device has it hears nothing bad.
     *
     * @param then runs once, on any thread, when that is said
     */
    void failed(DeferredMessage message, Runnable then) {
        if (message.isDelivered()) {
            then.run();
        } else {
            tell(message, Imdn.Notification.DELIVERY, Imdn.Status.FAILED, then);
        }
    }

    private void tell(
            DeferredMessage kept,
            Imdn.Notification notification,
            Imdn.Status status,
            Runnable then) {
        Optional<PagerMessage> notice = notice(kept, notification, status);
        if (notice.isPresent() && legs.isPresent()) {
            send(notice.get(), legs.get().of(notice.get()), then);
        } else {
            then.run();
        }
    }

    private void send(PagerMessage notice, Arrival.PagePushLegs way, Runnable then) {
        Optional<Refusal> refusal =
                calls.open(
                        notice,
                        way,
                        outcome -> {
                            way.release();
                            then.run();
                        });
        if (refusal.isPresent()) {
            way.release();
            then.run();
        }
    }

    /** What is to be said of it, if its sender wants to hear it and can be told. */
    private Optional<PagerMessage> notice(
            DeferredMessage kept, Imdn.Notification notification, Imdn.Status status) {
        Optional<CpimHead> head = head(kept);
        return head.flatMap(im -> Imdn.about(im, notification, status))
                .flatMap(
                        imdn ->
                                addressee(kept, head.get())
                                        .flatMap(to -> message(kept, to, head.get(), imdn)));
    }

    private Optional<CpimHead> head(DeferredMessage kept) {
        try {
            return CpimHeadReader.read(messages.piece(kept, 0))
                            instanceof CpimReading.Complete complete
                    ? Optional.of(complete.head())
                    : Optional.empty();
        } catch (SourceException e) {
            complain(kept.id(), e);
            return Optional.empty();
        }
    }

    /** RFC 5438 §6.5: who has asked for it stands between us and the sender. */
    private static Optional<String> addressee(DeferredMessage kept, CpimHead head) {
        return head.imdnRecordRoutes().stream()
                .map(CpimAddress::uri)
                .findFirst()
                .or(() -> kept.invite().whomToNotify().map(Aor::uri));
    }

    private Optional<PagerMessage> message(
            DeferredMessage kept, String to, CpimHead head, Imdn imdn) {
        String from = "<" + kept.invite().recipient() + ">";
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("P-Asserted-Identity", from));
        headers.add(new Header("Accept-Contact", "*;" + Icsi.featureParameter(Icsi.PAGER)));
        for (String name : List.of("Conversation-ID", "Contribution-ID")) {
            kept.invite().headers().all(name).forEach(v -> headers.add(new Header(name, v)));
        }
        CpmRequest request =
                new CpmRequest(
                        new CallId("notice-" + unique()),
                        CpmRequest.Mode.PAGER,
                        Aor.of(to),
                        from,
                        "<" + to + ">",
                        List.of(),
                        MAX_FORWARDS,
                        new Headers(headers),
                        Optional.of(PagerMessage.CPIM),
                        Optional.empty(),
                        true,
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)));
        String content = new String(imdn.replyTo(head, unique()), StandardCharsets.ISO_8859_1);
        return PagerMessage.read(request, to, PagerMessage.CPIM, content)
                        instanceof PagerMessage.Read read
                ? Optional.of(read.message())
                : Optional.empty();
    }

    private String unique() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static void complain(String id, SourceException e) {
        LOG.log(
                Level.WARNING,
                "event=sender-not-notified message=%s why=%s"
                        .formatted(id, LogText.of(String.valueOf(e.getMessage()))));
    }
}
