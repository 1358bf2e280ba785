package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import org.carillon.sdp.SessionDescription;

/**
 * Composes what goes to the devices out of what came from the sender. Everything that makes the
 * contribution what it is (CPM headers, identities) is copied unchanged, so it is equal on all
 * branches.
 */
final class InviteHeaders {
    /** Copied line by line, in this order. */
    private static final List<String> COPIED =
            List.of(
                    "P-Asserted-Identity",
                    "Privacy",
                    "Referred-By",
                    "Conversation-ID",
                    "Contribution-ID",
                    "InReplyTo-Contribution-ID",
                    "Subject",
                    "Date");

    private final CallOptions options;
    private final LargeMessageInvite invite;

    InviteHeaders(CallOptions options, LargeMessageInvite invite) {
        this.options = options;
        this.invite = invite;
    }

    /**
     * @param passage the headers of the branch's {@link Passage}
     */
    DeviceInvite toDevice(Device device, SessionDescription offer, List<Header> passage) {
        return new DeviceInvite(
                device.requestUri(),
                invite.from(),
                "<" + invite.recipient() + ">",
                route(device),
                invite.maxForwards() - 1,
                headers(service(device), passage),
                offer);
    }

    /**
     * The core's own way back first: it carries the dialog identifier by which the core knows that
     * this INVITE has been here. Without a core the device's registration says the way (RFC 3327,
     * then RFC 5627 §5.4: a GRUU leads to its contact).
     */
    private List<String> route(Device device) {
        if (!invite.route().isEmpty()) {
            return invite.route();
        }
        if (!options.coreRoute().isEmpty()) {
            return options.coreRoute();
        }
        List<String> route = new ArrayList<>(device.path());
        if (device.gruu().isPresent()) {
            route.add(device.contact());
        }
        return route;
    }

    /** A device that does not show the service of a pushed message gets it as a large message. */
    private String service(Device device) {
        boolean shown = device.features().stream().anyMatch(f -> Icsi.isA(f, options.service()));
        return shown ? options.service() : Icsi.LARGE_MESSAGE;
    }

    private List<Header> headers(String service, List<Header> passage) {
        List<Header> headers = new ArrayList<>(acceptContacts(service));
        for (String name : COPIED) {
            invite.headers().all(name).forEach(value -> headers.add(new Header(name, value)));
        }
        headers.add(new Header("P-Asserted-Service", service));
        // One GRUU, one device: nothing on the way has a reason to fork this (RFC 3841 §9.1).
        headers.add(new Header("Request-Disposition", "no-fork"));
        headers.add(new Header("User-Agent", options.product()));
        headers.add(new Header("Allow", CallOptions.ALLOW));
        headers.add(new Header("Supported", "timer"));
        headers.addAll(passage);
        return headers;
    }

    /** The sender's own, as long as they ask for the service that this is. */
    private List<Header> acceptContacts(String service) {
        Header ours = new Header("Accept-Contact", "*;" + Icsi.featureParameter(service));
        if (!service.equals(Icsi.LARGE_MESSAGE)) {
            return List.of(ours);
        }
        List<Header> headers = new ArrayList<>();
        invite.headers()
                .all("Accept-Contact")
                .forEach(value -> headers.add(new Header("Accept-Contact", value)));
        if (invite.headers().values("Accept-Contact").stream().noneMatch(Icsi::showsLargeMessage)) {
            headers.add(ours);
        }
        return headers;
    }

    /** What history keeps of the INVITE, whoever the recipient's devices are. */
    HistoryEntry history() {
        Headers headers = invite.headers();
        return new HistoryEntry(
                invite.call(),
                invite.recipient(),
                Originator.withheld(invite) ? "anonymous" : senderInHistory(),
                invite.recipient().uri(),
                headers.first("Date").orElse(invite.time()),
                headers.first("Subject"),
                Icsi.LARGE_MESSAGE,
                headers.first("Conversation-ID").orElse(""),
                headers.first("Contribution-ID").orElse(""),
                headers.first("InReplyTo-Contribution-ID"),
                headers.all("Accept-Contact"));
    }

    private String senderInHistory() {
        return Originator.of(invite).map(o -> o.address().uri()).orElse("anonymous");
    }
}
