package org.carillon.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.carillon.sdp.SessionDescription;

/**
 * Composes what goes to the devices out of what came from the sender. Everything that makes the
 * contribution what it is (CPM headers, identities) is copied unchanged, so it is equal on all
 * branches.
 */
final class DeviceRequests {
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
    private final CpmRequest request;

    DeviceRequests(CallOptions options, CpmRequest request) {
        this.options = options;
        this.request = request;
    }

    /**
     * @param passage the headers of the branch's {@link Passage}
     */
    DeviceRequest invite(Device device, SessionDescription offer, List<Header> passage) {
        List<Header> headers = headers(service(device), passage);
        headers.add(new Header("Allow", CallOptions.ALLOW));
        headers.add(new Header("Supported", "timer"));
        return to(device, headers, Optional.of(offer));
    }

    /**
     * @param passage as above
     */
    DeviceRequest message(Device device, List<Header> passage) {
        List<Header> headers = headers(service(device), passage);
        copy("Expires", headers);
        return to(device, headers, Optional.empty());
    }

    private DeviceRequest to(
            Device device, List<Header> headers, Optional<SessionDescription> offer) {
        return new DeviceRequest(
                device.requestUri(),
                request.from(),
                "<" + request.recipient() + ">",
                route(device),
                request.maxForwards() - 1,
                headers,
                offer);
    }

    /**
     * On towards whom it is addressed to, whose devices are not ours to know.
     *
     * @param requestUri the sender's
     */
    DeviceRequest onward(String requestUri, List<Header> passage) {
        List<Header> headers = new ArrayList<>();
        copy("Accept-Contact", headers);
        COPIED.forEach(name -> copy(name, headers));
        List.of("P-Asserted-Service", "Request-Disposition", "Expires")
                .forEach(name -> copy(name, headers));
        headers.addAll(passage);
        return new DeviceRequest(
                requestUri,
                request.from(),
                request.to(),
                core(),
                request.maxForwards() - 1,
                headers,
                Optional.empty());
    }

    private void copy(String name, List<Header> into) {
        request.headers().all(name).forEach(value -> into.add(new Header(name, value)));
    }

    private List<String> core() {
        return request.route().isEmpty() ? options.coreRoute() : request.route();
    }

    /**
     * The core's own way back first: it carries the dialog identifier by which the core knows that
     * this request has been here. Without a core the device's registration says the way (RFC 3327,
     * then RFC 5627 §5.4: a GRUU leads to its contact).
     */
    private List<String> route(Device device) {
        if (!core().isEmpty()) {
            return core();
        }
        List<String> route = new ArrayList<>(device.path());
        if (device.gruu().isPresent()) {
            route.add(device.contact());
        }
        return route;
    }

    /** A device that does not show the service of pushed messages gets one as any other. */
    private String service(Device device) {
        String own = request.mode().service();
        return options.push()
                .filter(push -> device.features().stream().anyMatch(f -> Icsi.isA(f, push)))
                .orElse(own);
    }

    private List<Header> headers(String service, List<Header> passage) {
        List<Header> headers = new ArrayList<>(acceptContacts(service));
        COPIED.forEach(name -> copy(name, headers));
        headers.add(new Header("P-Asserted-Service", service));
        // One GRUU, one device: nothing on the way has a reason to fork this (RFC 3841 §9.1).
        headers.add(new Header("Request-Disposition", "no-fork"));
        headers.add(new Header("User-Agent", options.product()));
        headers.addAll(passage);
        return headers;
    }

    /** The sender's own, as long as they ask for the service that this is. */
    private List<Header> acceptContacts(String service) {
        Header ours = new Header("Accept-Contact", "*;" + Icsi.featureParameter(service));
        if (!service.equals(request.mode().service())) {
            return List.of(ours);
        }
        List<Header> headers = new ArrayList<>();
        copy("Accept-Contact", headers);
        if (request.headers().values("Accept-Contact").stream()
                .noneMatch(value -> Icsi.shows(value, service))) {
            headers.add(ours);
        }
        return headers;
    }

    /** What history keeps of it, whoever the recipient's devices are. */
    HistoryEntry history() {
        Headers headers = request.headers();
        return new HistoryEntry(
                request.call(),
                request.recipient(),
                Originator.withheld(request) ? "anonymous" : senderInHistory(),
                request.recipient().uri(),
                headers.first("Date").orElse(request.time()),
                headers.first("Subject"),
                request.mode().service(),
                headers.first("Conversation-ID").orElse(""),
                headers.first("Contribution-ID").orElse(""),
                headers.first("InReplyTo-Contribution-ID"),
                headers.all("Accept-Contact"));
    }

    private String senderInHistory() {
        return Originator.of(request).map(o -> o.address().uri()).orElse("anonymous");
    }
}
