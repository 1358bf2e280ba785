package org.carillon.sip;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.carillon.call.BranchId;
import org.carillon.call.CallEvent;
import org.carillon.call.Leg;

/**
 * One branch: our INVITE to a device and the dialogs that its 2xx responses begin. There is one
 * dialog as a rule; there are more if a proxy behind us forks (RFC 3261 §13.2.2.4).
 *
 * <p>The call's thread sends, the container's threads bring what comes back.
 */
final class DeviceLeg {
    /** Whoever answers an INVITE more often than this is not heard any more. */
    private static final int MOST_DIALOGS = 8;

    private static final Logger LOG = System.getLogger(DeviceLeg.class.getName());

    private final BranchId branch;
    private final SipServletRequest invite;
    private final CallEvents events;
    private final Holds holds;
    private final AtomicBoolean pending = new AtomicBoolean(true);
    private final Map<String, DeviceDialog> dialogs = new ConcurrentHashMap<>();

    /** Takes over one hold, which it drops when the INVITE has its final response. */
    DeviceLeg(BranchId branch, SipServletRequest invite, CallEvents events, Holds holds) {
        this.branch = branch;
        this.invite = invite;
        this.events = events;
        this.holds = holds;
    }

    void send() {
        try {
            invite.send();
        } catch (IOException | IllegalStateException e) {
            surprise("INVITE", e);
            // A transport that fails is a 503 (RFC 3261 §8.1.3.1).
            refused(503);
        }
    }

    void cancel() {
        try {
            invite.createCancel().send();
        } catch (IOException | IllegalStateException e) {
            // Its final response has come meanwhile, and tells the call more than we could.
            surprise("CANCEL", e);
        }
    }

    Optional<DeviceDialog> dialog(String tag) {
        return Optional.ofNullable(dialogs.get(tag));
    }

    /** A response to our INVITE, or to a refresh in one of its dialogs. */
    void onResponse(SipServletResponse response) throws IOException {
        if (Reoffers.sequenceNumber(response) == Reoffers.sequenceNumber(invite)) {
            onInviteResponse(response);
        } else {
            DeviceDialog dialog = dialogs.get(remoteTag(response));
            if (dialog != null) {
                dialog.reoffers().onResponse(response);
            }
        }
    }

    private void onInviteResponse(SipServletResponse response) throws IOException {
        int status = response.getStatus();
        if (status < 200) {
            events.put(new CallEvent.BranchProgressed(branch));
        } else if (status < 300) {
            answered(response);
        } else {
            refused(status);
        }
    }

    private void refused(int status) {
        events.put(new CallEvent.BranchRefused(branch, status));
        settle();
    }

    private void answered(SipServletResponse response) throws IOException {
        String tag = remoteTag(response);
        DeviceDialog known = dialogs.get(tag);
        if (known != null) {
            known.answeredAgain(response);
            return;
        }
        DeviceDialog dialog =
                new DeviceDialog(new Leg.Device(branch, tag), response, events, holds);
        if (dialogs.size() >= MOST_DIALOGS) {
            dialog.hangUp();
            return;
        }
        dialogs.put(tag, dialog);
        CallEvent event =
                new CallEvent.BranchAnswered(
                        branch, tag, HeaderNames.headers(response), SipBody.of(response).sdp());
        if (!events.put(event)) {
            dialog.hangUp();
        }
        settle();
    }

    /** Leaves nothing behind: what is not over yet is ended. */
    void abandon() {
        dialogs.values().forEach(DeviceDialog::hangUp);
        if (pending.get()) {
            cancel();
        }
    }

    /** A device's BYE, or another request in one of its dialogs. */
    void onRequest(SipServletRequest request) {
        String tag = Optional.ofNullable(request.getFrom().getParameter("tag")).orElse("");
        dialog(tag).ifPresentOrElse(d -> onRequest(request, tag, d), () -> unknown(request));
    }

    private void onRequest(SipServletRequest request, String tag, DeviceDialog dialog) {
        switch (request.getMethod()) {
            case "ACK" -> dialog.reoffers().onAck(request);
            case "BYE" -> {
                dialog.onBye(request);
                events.put(new CallEvent.BranchHungUp(branch, tag));
            }
            case "INVITE", "UPDATE" -> dialog.reoffers().onRequest(request);
            default -> Replies.other(request);
        }
    }

    private static void unknown(SipServletRequest request) {
        if (!request.getMethod().equals("ACK")) {
            Replies.refuse(request, Replies.because(481, "no such dialog here"));
        }
    }

    private void settle() {
        if (pending.compareAndSet(true, false)) {
            holds.drop();
        }
    }

    private static String remoteTag(SipServletResponse response) {
        return Optional.ofNullable(response.getTo().getParameter("tag")).orElse("");
    }

    private void surprise(String what, Exception e) {
        LOG.log(
                Level.DEBUG,
                "event=device-leg-refused what={0} branch={1} call={2} why={3}",
                what,
                branch,
                Printable.of(invite.getCallId()),
                Printable.of(String.valueOf(e.getMessage())));
    }
}
