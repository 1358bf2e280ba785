package org.carillon.call;

import java.util.List;
import java.util.Optional;
import org.carillon.sdp.AnswerVerdict;
import org.carillon.sdp.Connector;
import org.carillon.sdp.DeviceAnswer;
import org.carillon.sdp.DeviceOffer;
import org.carillon.sdp.LocalEnd;
import org.carillon.sdp.OfferVerdict;
import org.carillon.sdp.SdpParse;
import org.carillon.sdp.SessionDescription;
import org.carillon.sdp.Transport;
import org.carillon.sdp.UpstreamOffer;

/**
 * The offers and answers of one call: the sender's offer, our offer on every branch, the devices'
 * answers, our answer to the sender. Owned by the {@link Call}.
 *
 * <p>Life: {@link #examineOffer} accepts, then {@link #roomOpened}, then everything else.
 */
final class Negotiation {
    private final CallOptions options;

    /** The first offer: what the devices were offered stays as it was when the sender moves. */
    private UpstreamOffer first;

    /** What the sender says now. */
    private UpstreamOffer offer;

    private RoomAddresses addresses;

    Negotiation(CallOptions options) {
        this.options = options;
    }

    /** Takes the sender's offer, or says why it cannot be taken. */
    Optional<Refusal> examineOffer(CpmRequest invite) {
        if (invite.offer().isEmpty()) {
            return Optional.of(withoutOffer(invite));
        }
        SdpParse parse = SessionDescription.parse(invite.offer().get());
        if (parse instanceof SdpParse.Broken broken) {
            String fault = "SDP line " + broken.line() + ": " + broken.reason();
            return Optional.of(refusal(400, options.warning(fault)));
        }
        SessionDescription description = ((SdpParse.Parsed) parse).description();
        OfferVerdict verdict = UpstreamOffer.examine(description, options.msrp());
        if (verdict instanceof OfferVerdict.Refused refused) {
            return Optional.of(
                    refusal(
                            488,
                            options.warning(
                                    refused.refusal().warnCode(), refused.refusal().text())));
        }
        first = ((OfferVerdict.Acceptable) verdict).offer();
        offer = first;
        return Optional.empty();
    }

    /** Our answer is built from a device's, so the sender has to offer (S-13). */
    private Refusal withoutOffer(CpmRequest invite) {
        boolean readable =
                invite.contentType()
                        .map(t -> t.equals("application/sdp") || t.startsWith("multipart/"))
                        .orElse(true);
        return readable
                ? refusal(488, options.warning("An offer is required in the INVITE"))
                : refusal(415, new Header("Accept", "application/sdp, multipart/mixed"));
    }

    private static Refusal refusal(int status, Header header) {
        return new Refusal(status, List.of(header));
    }

    /** How the sender's leg is carried: as the sender has offered. */
    Transport senderTransport() {
        return first.media().transport();
    }

    Transport deviceTransport() {
        return first.deviceTransport();
    }

    void roomOpened(RoomAddresses opened) {
        addresses = opened;
    }

    DeviceOffer offerFor(BranchId id) {
        return first.toDevice(branchEnd(id));
    }

    /** The device's answer if it can be used; a 2xx without a usable one is a refusal. */
    static Optional<DeviceAnswer> examine(DeviceOffer offered, Optional<String> sdp) {
        if (sdp.isPresent()
                && SessionDescription.parse(sdp.get()) instanceof SdpParse.Parsed parsed
                && offered.examine(parsed.description())
                        instanceof AnswerVerdict.Acceptable acceptable) {
            return Optional.of(acceptable.answer());
        }
        return Optional.empty();
    }

    /**
     * The SDP of the one 200 (S-13).
     *
     * @param primary the first device's answer; empty if the message is kept for later
     */
    SessionDescription answer(Optional<DeviceAnswer> primary) {
        return answer(offer, senderEnd(), primary);
    }

    private static SessionDescription answer(
            UpstreamOffer offer, LocalEnd end, Optional<DeviceAnswer> primary) {
        return primary.map(device -> offer.answer(end, device))
                .orElseGet(() -> offer.answerAlone(end));
    }

    private static SessionDescription offerAgain(
            UpstreamOffer offer, LocalEnd end, Optional<DeviceAnswer> primary) {
        return primary.map(device -> offer.offerAgain(end, device))
                .orElseGet(() -> offer.offerAgainAlone(end));
    }

    /** Whether we open the sender's connection, which waits for its ACK (S-21). */
    boolean connectsToSender() {
        return offer.connector() instanceof Connector.Connect;
    }

    /** Whether the sender has not given its MSRP line up. */
    boolean senderIsOpen() {
        return offer.media().port() != 0;
    }

    MsrpLeg senderLeg(Optional<DeviceAnswer> primary) {
        List<String> beyond = primary.map(DeviceAnswer::path).orElse(List.of());
        return new MsrpLeg(
                options.msrp().pathMode().path(addresses.sender(), beyond),
                offer.media().path(),
                offer.connector(),
                offer.media().expectedFingerprints());
    }

    MsrpLeg deviceLeg(BranchId id, DeviceAnswer answer) {
        return new MsrpLeg(
                options.msrp().pathMode().path(addresses.branches().get(id), first.media().path()),
                answer.path(),
                answer.connector(),
                answer.media().expectedFingerprints());
    }

    /**
     * What holds with the sender once it has our answer.
     *
     * @param agreed runs when offer and answer are done once more
     */
    Agreement<UpstreamOffer> withSender(Optional<DeviceAnswer> primary, Runnable agreed) {
        return new Agreement<>(
                () -> offer,
                new Agreement.Grammar<>(
                        UpstreamOffer::reoffer,
                        (now, end) -> answer(now, end, primary),
                        (now, end) -> offerAgain(now, end, primary)),
                next -> {
                    next.ifPresent(changed -> offer = changed);
                    agreed.run();
                },
                senderEnd(),
                answer(primary));
    }

    /** What holds with a device once we have its answer. */
    Agreement<DeviceAnswer> withDevice(Branch branch) {
        return new Agreement<>(
                branch::answer,
                new Agreement.Grammar<>(
                        DeviceAnswer::reoffer,
                        DeviceAnswer::answer,
                        (now, end) -> first.toDevice(end).description()),
                next -> {
                    DeviceAnswer now = next.orElseGet(branch::answer);
                    branch.agreed(now, deviceLeg(branch.id(), now));
                },
                branchEnd(branch.id()),
                branch.offer().description());
    }

    private LocalEnd senderEnd() {
        return end(addresses.sender(), 0);
    }

    private LocalEnd branchEnd(BranchId id) {
        return end(addresses.branches().get(id), id.number());
    }

    private LocalEnd end(String uri, int leg) {
        return new LocalEnd(
                uri, addresses.host(), addresses.originId() + leg, 1, addresses.fingerprints());
    }
}
