package org.carillon.sdp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An originator's offer that we can take: the first of its m-lines that is an MSRP line fit for a
 * large message. Immutable.
 */
public final class UpstreamOffer {

    private static final String CPIM = "message/cpim";
    private static final String WRAPPED = "accept-wrapped-types";
    private static final Set<String> ANSWERED_BY_US = Set.of("accept-types", WRAPPED, "max-size");

    private final SessionDescription description;
    private final int line;
    private final MsrpMedia media;
    private final MsrpPolicy policy;

    private UpstreamOffer(
            SessionDescription description, int line, MsrpMedia media, MsrpPolicy policy) {
        this.description = description;
        this.line = line;
        this.media = media;
        this.policy = policy;
    }

    /** Examines the offer of the INVITE that opens the dialog. */
    public static OfferVerdict examine(SessionDescription offer, MsrpPolicy policy) {
        Optional<Refusal> first = Optional.empty();
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription candidate = offer.media().get(i);
            if (candidate.isMsrp() && candidate.port() != 0) {
                OfferVerdict verdict = examineLine(offer, i, policy);
                if (verdict instanceof OfferVerdict.Refused refused) {
                    first = first.or(() -> Optional.of(refused.refusal()));
                } else {
                    return verdict;
                }
            }
        }
        return new OfferVerdict.Refused(first.orElse(new Refusal(304, "No MSRP media offered")));
    }

    private static OfferVerdict examineLine(SessionDescription offer, int line, MsrpPolicy policy) {
        return MsrpMediaReader.read(offer, offer.media().get(line))
                .check(media -> MsrpLineCheck.refusal(media, policy))
                .check(UpstreamOffer::refuseDirection)
                .fold(
                        media ->
                                new OfferVerdict.Acceptable(
                                        new UpstreamOffer(offer, line, media, policy)),
                        OfferVerdict.Refused::new);
    }

    /** S-13 fixes recvonly, which only answers an offer that sends (RFC 3264 §6.1). */
    private static Optional<Refusal> refuseDirection(MsrpMedia media) {
        return media.direction().sends()
                ? Optional.empty()
                : MsrpLineCheck.refuse(399, "The media direction lets the offerer send nothing");
    }

    /** The MSRP line taken. */
    public MsrpMedia media() {
        return media;
    }

    /** The originator's path: the To-Path of what we send upstream. */
    public List<String> path() {
        return media.path();
    }

    /** How the devices are to be reached: the scheme of our URI on each branch. */
    public Transport deviceTransport() {
        return policy.deviceTls().transport(media.transport());
    }

    MsrpPolicy policy() {
        return policy;
    }

    SessionDescription description() {
        return description;
    }

    Stream<SdpLine> passedLines() {
        return description.media().get(line).body().stream().filter(HopAttributes::passes);
    }

    /** The offer for one device, with our own end of that branch. */
    public DeviceOffer toDevice(LocalEnd branch) {
        return new DeviceOffer(this, branch, policy.pathMode() == PathMode.ANCHOR);
    }

    /**
     * The answer built from the first device's (S-13). The same arguments give the same octets, so
     * that a refresh can be answered by building it again.
     */
    public SessionDescription answer(LocalEnd upstream, DeviceAnswer primary) {
        return describe(upstream, Optional.of(primary), answeredSetup(), answeredDirection());
    }

    /** The answer when no device can (deferred delivery): our own URI alone. */
    public SessionDescription answerAlone(LocalEnd upstream) {
        return describe(upstream, Optional.empty(), answeredSetup(), answeredDirection());
    }

    /**
     * Our own offer within the dialog: the answer once more, but with the one role that RFC 6135
     * §4.2.2 lets a reachable offerer name, and ready to receive whatever the other side has put on
     * hold: whose hold it is says so again in its answer.
     */
    public SessionDescription offerAgain(LocalEnd upstream, DeviceAnswer primary) {
        return describe(upstream, Optional.of(primary), Setup.ACTPASS, Direction.RECVONLY);
    }

    /** The same when no device has answered. */
    public SessionDescription offerAgainAlone(LocalEnd upstream) {
        return describe(upstream, Optional.empty(), Setup.ACTPASS, Direction.RECVONLY);
    }

    private SessionDescription describe(
            LocalEnd end, Optional<DeviceAnswer> primary, Setup setup, Direction direction) {
        Draft draft =
                Draft.answer(
                        end,
                        description,
                        primary.map(DeviceAnswer::description).orElse(description));
        for (int i = 0; i < description.media().size(); i++) {
            if (i == line && media.port() != 0) {
                draft.msrp(answerLines(end, primary, setup, direction));
            } else {
                draft.refuse(description.media().get(i));
            }
        }
        return draft.finish();
    }

    private Stream<SdpLine> answerLines(
            LocalEnd end, Optional<DeviceAnswer> primary, Setup setup, Direction direction) {
        PathMode mode = primary.isPresent() ? policy.pathMode() : PathMode.ANCHOR;
        return Stream.of(
                        primary.stream()
                                .flatMap(DeviceAnswer::passedLines)
                                .filter(each -> !ANSWERED_BY_US.contains(each.attributeName())),
                        Stream.of(SdpLine.attribute("accept-types", CPIM)),
                        wrappedTypes(primary).stream(),
                        Stream.of(SdpLine.attribute("max-size", Long.toString(maxSize(primary)))),
                        Stream.of(setup.line()),
                        Stream.of(Draft.path(end, mode, devicePath(primary))),
                        Stream.of(direction.line()),
                        Draft.cema(cema()))
                .flatMap(lines -> lines);
    }

    private static List<String> devicePath(Optional<DeviceAnswer> primary) {
        return primary.map(DeviceAnswer::path).orElse(List.of());
    }

    /**
     * What the device takes inside a container: its accept-wrapped-types, and also its
     * accept-types, which may be wrapped as well (RFC 4975 §8.6). Alone, we take whatever is sent.
     */
    private static Optional<SdpLine> wrappedTypes(Optional<DeviceAnswer> primary) {
        if (primary.isEmpty()) {
            return Optional.of(SdpLine.attribute(WRAPPED, "*"));
        }
        MsrpMedia device = primary.get().media();
        String types =
                Stream.concat(
                                device.acceptTypes().stream()
                                        .filter(type -> !MsrpMedia.bareType(type).equals(CPIM)),
                                device.acceptWrappedTypes().stream())
                        .distinct()
                        .collect(Collectors.joining(" "));
        return types.isEmpty() ? Optional.empty() : Optional.of(SdpLine.attribute(WRAPPED, types));
    }

    private long maxSize(Optional<DeviceAnswer> primary) {
        OptionalLong device =
                primary.map(each -> each.media().maxSize()).orElse(OptionalLong.empty());
        return Math.min(policy.maxSize(), device.orElse(policy.maxSize()));
    }

    private Direction answeredDirection() {
        return media.direction().sends() ? Direction.RECVONLY : Direction.INACTIVE;
    }

    /** We are reachable, so whoever can connect does (RFC 6135 §4.2.2). */
    private Setup answeredSetup() {
        return media.setup() == Setup.PASSIVE ? Setup.ACTIVE : Setup.PASSIVE;
    }

    /**
     * Whether the answer says msrp-cema. Not when the originator sits behind a relay and opens the
     * connection itself (RFC 6714 §4.3, criterion 2).
     */
    private boolean cema() {
        boolean relayConnects =
                media.relayed() && (media.setup() == Setup.ACTIVE || media.setup() == Setup.ABSENT);
        return policy.pathMode() == PathMode.ANCHOR && media.cema() && !relayConnects;
    }

    /** Who opens the upstream connection. */
    public Connector connector() {
        if (media.setup() != Setup.PASSIVE) {
            return new Connector.Listen();
        }
        return cema() ? Connector.Connect.toLine(media) : Connector.Connect.toPath(media);
    }

    /** Compares a later offer of the same dialog with this one. */
    public Reoffer<UpstreamOffer> reoffer(SessionDescription next) {
        if (next.saysTheSameAs(description)) {
            return new Reoffer.Unchanged<>();
        }
        return MsrpLineCheck.readAgain(description, next, line, media, policy)
                .fold(
                        now -> new Reoffer.Changed<>(new UpstreamOffer(next, line, now, policy)),
                        Reoffer.Refused::new);
    }
}
