package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import javax.servlet.ServletException;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.carillon.call.Aor;
import org.carillon.call.Header;
import org.carillon.call.Headers;
import org.carillon.call.Refusal;
import org.carillon.call.RegistrationEvents;
import org.carillon.call.SubscriptionDialogs.Subscribe;

/**
 * One SUBSCRIBE to the core and the dialog that its NOTIFY makes (RFC 6665 §4.1.2): more than one,
 * if the SUBSCRIBE forks. It has an application session of its own.
 *
 * <p>The subscriptions' queue sends, the container's threads bring what comes back.
 */
final class CoreDialog {
    private static final String ATTRIBUTE = CoreDialog.class.getName();
    private static final String EVENT = "reg";
    private static final String ACCEPTED = "application/reginfo+xml";

    /** Forks beyond this are not known: the subscription has one dialog, and the rest gets 481. */
    private static final int MOST_FORKS = 8;

    /** Minutes that the container keeps what was dropped: well past 64·T1. */
    private static final int LAST_RESORT = 3;

    private static final Logger LOG = System.getLogger(CoreDialog.class.getName());

    private final SipFactory factory;
    private final Aor user;
    private final Subscribe first;
    private final RegistrationEvents events;
    private final SipApplicationSession records;

    /** SUBSCRIBEs without a final response: CSeq to the number that the queue knows. */
    private final Map<Long, Integer> pending = new ConcurrentHashMap<>();

    /** By the tag of the notifier. */
    private final Map<String, SipSession> forks = new ConcurrentHashMap<>();

    CoreDialog(SipFactory factory, Aor user, Subscribe first, RegistrationEvents events) {
        this.factory = factory;
        this.user = user;
        this.first = first;
        this.events = events;
        this.records = factory.createApplicationSession();
        records.setExpires(0);
        records.setInvalidateWhenReady(false);
        records.setAttribute(ATTRIBUTE, this);
    }

    /** The one that an application session belongs to. */
    static Optional<CoreDialog> of(SipApplicationSession session) {
        return session != null
                        && session.isValid()
                        && session.getAttribute(ATTRIBUTE) instanceof CoreDialog dialog
                ? Optional.of(dialog)
                : Optional.empty();
    }

    void subscribe() {
        try {
            SipServletRequest request = outsideDialog();
            send(request, first.request(), first.expires());
        } catch (ServletException
                | IOException
                | IllegalStateException
                | IllegalArgumentException e) {
            notSent(first.request(), e);
        }
    }

    private SipServletRequest outsideDialog() throws ServletException {
        Address recipient = factory.createAddress('<' + user.uri() + '>');
        SipServletRequest request =
                factory.createRequest(
                        records,
                        "SUBSCRIBE",
                        factory.createAddress('<' + first.from() + '>'),
                        recipient);
        request.setRequestURI(recipient.getURI());
        for (int i = first.route().size() - 1; i >= 0; i--) {
            request.pushRoute(RouteAddress.of(factory, first.route().get(i)));
        }
        request.getSession().setHandler(RegistrationEventServlet.NAME);
        return request;
    }

    void refresh(String tag, int number, Duration expires) {
        SipSession dialog = forks.get(tag);
        try {
            if (dialog == null || !dialog.isValid()) {
                throw new IllegalStateException("its dialog is gone");
            }
            send(dialog.createRequest("SUBSCRIBE"), number, expires);
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            notSent(number, e);
        }
    }

    /** RFC 3680 §4; the core knows us by P-Asserted-Identity (3GPP TS 24.229 §5.7.3). */
    private void send(SipServletRequest request, int number, Duration expires) throws IOException {
        request.setHeader("Event", EVENT);
        request.setHeader("Accept", ACCEPTED);
        request.setHeader("Expires", Long.toString(expires.toSeconds()));
        request.setHeader("P-Asserted-Identity", '<' + first.from() + '>');
        request.setHeader("User-Agent", first.product());
        pending.put(Reoffers.sequenceNumber(request), number);
        request.send();
    }

    /** A transport that fails is a 503 (RFC 3261 §8.1.3.1). */
    private void notSent(int number, Exception e) {
        LOG.log(
                Level.DEBUG,
                "event=subscribe-not-sent user={0} why={1}",
                Printable.of(user.uri()),
                Printable.of(String.valueOf(e.getMessage())));
        events.refused(user, number, 503, Optional.empty(), Optional.empty());
    }

    void onResponse(SipServletResponse response) {
        int status = response.getStatus();
        Integer number = status < 200 ? null : pending.remove(Reoffers.sequenceNumber(response));
        if (number == null) {
            return;
        }
        Headers headers = HeaderNames.headers(response);
        if (status < 300) {
            events.accepted(user, number, Seconds.of(headers, "Expires"));
        } else {
            events.refused(
                    user,
                    number,
                    status,
                    Seconds.of(headers, "Min-Expires"),
                    Seconds.of(headers, "Retry-After"));
        }
    }

    void onNotify(SipServletRequest notify) throws IOException {
        Headers headers = HeaderNames.headers(notify);
        Optional<Refusal> refusal = refusal(notify, headers);
        if (refusal.isPresent()) {
            Replies.refuse(notify, refusal.get());
            return;
        }
        String tag = Optional.ofNullable(notify.getFrom().getParameter("tag")).orElse("");
        if (forks.containsKey(tag) || forks.size() < MOST_FORKS) {
            forks.put(tag, notify.getSession());
        }
        byte[] body = Optional.ofNullable(notify.getRawContent()).orElse(new byte[0]);
        IntConsumer answer = status -> answer(notify, status);
        events.notified(
                user,
                new RegistrationEvents.Notification(
                        first.request(),
                        tag,
                        Reoffers.sequenceNumber(notify),
                        headers.first("Subscription-State").orElse("")),
                body,
                answer);
    }

    /** RFC 6665 §4.1.3 and §8.2.1. */
    private static Optional<Refusal> refusal(SipServletRequest notify, Headers headers) {
        String event = headers.first("Event").orElse("").split(";", 2)[0].strip();
        if (!event.equalsIgnoreCase(EVENT)) {
            Header allowed = new Header("Allow-Events", EVENT);
            return Optional.of(Replies.because(489, "this subscription is to reg", allowed));
        }
        String type = String.valueOf(notify.getContentType()).split(";", 2)[0].strip();
        if (notify.getContentLength() > 0 && !type.equalsIgnoreCase(ACCEPTED)) {
            Header accept = new Header("Accept", ACCEPTED);
            return Optional.of(Replies.because(415, "registration information is XML", accept));
        }
        return Optional.empty();
    }

    private static void answer(SipServletRequest notify, int status) {
        if (status == 200) {
            Replies.send(notify, 200);
        } else {
            Replies.refuse(notify, Replies.because(status, words(status)));
        }
    }

    private static String words(int status) {
        return switch (status) {
            case 400 -> "no Subscription-State, or registration information that does not read";
            case 481 -> "no such subscription here";
            default -> "too much to do";
        };
    }

    /** Its last transactions may still be under way. */
    void release() {
        if (records.isValid()) {
            records.setInvalidateWhenReady(true);
            records.setExpires(LAST_RESORT);
        }
    }
}
