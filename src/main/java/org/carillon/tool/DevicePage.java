package org.carillon.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sip.message.Response;
import org.carillon.cpim.CpimAddress;
import org.carillon.cpim.CpimHead;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.ImdnParse;

/**
 * One MESSAGE to a device, from its arrival to the notification that its sender has asked for (RFC
 * 5438); runs on a thread of its own.
 */
final class DevicePage implements Runnable {
    private final int number;
    private final IncomingMessage message;
    private final DeviceOptions options;
    private final UserAgent userAgent;
    private final Consumer<DeviceEvent> listener;

    DevicePage(
            int number,
            IncomingMessage message,
            DeviceOptions options,
            UserAgent userAgent,
            Consumer<DeviceEvent> listener) {
        this.number = number;
        this.message = message;
        this.options = options;
        this.userAgent = userAgent;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(options.manners().delay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.accept(new DeviceEvent.Invited(number, message.sender(), ""));
        if (options.manners().refuses()) {
            message.answer(options.manners().refusal());
            listener.accept(new DeviceEvent.Refused(number, options.manners().refusal()));
        } else if (CpimHeadReader.read(message.body()) instanceof CpimReading.Complete read) {
            take(read.head(), read.length());
        } else {
            message.answer(Response.BAD_REQUEST);
            listener.accept(new DeviceEvent.Aborted(number, "it is no CPIM message"));
        }
        listener.accept(new DeviceEvent.Ended(number, CallEnd.ANSWERED));
    }

    private void take(CpimHead head, int length) {
        byte[] body = message.body();
        if (head.isImdn()) {
            message.answer(Response.OK);
            if (Imdn.parse(Arrays.copyOfRange(body, length, body.length))
                    instanceof ImdnParse.Parsed parsed) {
                listener.accept(new DeviceEvent.Notified(number, parsed.imdn()));
            }
            return;
        }
        try (SavingSink sink = new SavingSink(number, options.save(), listener)) {
            sink.begin(body.length);
            sink.append(ByteBuffer.wrap(body));
            sink.complete();
            message.answer(Response.OK);
            notifyOf(head, Imdn.Notification.DELIVERY, Imdn.Status.DELIVERED);
        } catch (IOException e) {
            message.answer(Response.SERVER_INTERNAL_ERROR);
            listener.accept(new DeviceEvent.Aborted(number, Printable.of("" + e.getMessage())));
        }
    }

    /** Goes to the From of the CPIM message, if that is somebody (RFC 5438 §7.2.1.1). */
    private void notifyOf(CpimHead head, Imdn.Notification kind, Imdn.Status status) {
        Optional<Imdn> wanted = Imdn.about(head, kind, status);
        Optional<SipAddress> sender =
                head.from().map(CpimAddress::uri).flatMap(DevicePage::address);
        if (wanted.isPresent() && sender.isPresent()) {
            byte[] cpim = wanted.get().replyTo(head, Tokens.next());
            boolean unused =
                    userAgent
                            .message(options.identity().user(), sender.get(), "", cpim)
                            .thenAccept(this::onNotified)
                            .isDone();
        }
    }

    private void onNotified(SipOutcome outcome) {
        if (!outcome.success()) {
            listener.accept(new DeviceEvent.NotNotified(number, outcome.describe()));
        }
    }

    private static Optional<SipAddress> address(String uri) {
        try {
            return Optional.of(SipAddress.parse(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
