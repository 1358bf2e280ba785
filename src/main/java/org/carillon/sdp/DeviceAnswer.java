package org.carillon.sdp;

import java.util.List;
import java.util.stream.Stream;

/** What a device says of itself: its answer, or later an offer of its own. Immutable. */
public final class DeviceAnswer {

    private final DeviceOffer offer;
    private final SessionDescription description;
    private final MsrpMedia media;
    private final Connector connector;

    private DeviceAnswer(
            DeviceOffer offer,
            SessionDescription description,
            MsrpMedia media,
            Connector connector) {
        this.offer = offer;
        this.description = description;
        this.media = media;
        this.connector = connector;
    }

    static DeviceAnswer first(DeviceOffer offer, SessionDescription answer, MsrpMedia media) {
        return new DeviceAnswer(offer, answer, media, connector(offer, media));
    }

    /** We offered actpass (RFC 6135 §4.2.2); whoever does not say active waits for us. */
    private static Connector connector(DeviceOffer offer, MsrpMedia media) {
        return media.setup() == Setup.ACTIVE ? new Connector.Listen() : connect(offer, media);
    }

    private static Connector connect(DeviceOffer offer, MsrpMedia media) {
        // RFC 6714 §4.2: a relay that the path names too is reached as RFC 4975 says.
        boolean relay = media.relayed() && media.addressMatch() == AddressMatch.SAME;
        return offer.cema() && !relay
                ? Connector.Connect.toLine(media)
                : Connector.Connect.toPath(media);
    }

    /** The device's MSRP line. */
    public MsrpMedia media() {
        return media;
    }

    /** The device's path: the To-Path of what we send. */
    public List<String> path() {
        return media.path();
    }

    /** Whether it wants the message now: else it is on hold, or has given the line up. */
    public boolean receives() {
        return media.direction().receives();
    }

    /** Whether it has not given its MSRP line up. */
    public boolean isOpen() {
        return media.port() != 0;
    }

    /** Who opens this branch's connection. */
    public Connector connector() {
        return connector;
    }

    /**
     * Whether a middlebox that needs CEMA stands before a device that does not speak it, so that
     * the connection would fail: offer again {@linkplain DeviceOffer#withoutCema without} (RFC 6714
     * §4.2).
     */
    public boolean needsPlainOffer() {
        boolean fallsBack = connector instanceof Connector.Listen || media.relayed();
        return offer.cema() && fallsBack && MsrpLineCheck.looksTamperedWith(media);
    }

    SessionDescription description() {
        return description;
    }

    Stream<SdpLine> passedLines() {
        return description.media().get(0).body().stream().filter(HopAttributes::passes);
    }

    /** Compares a later offer of the device with what it said before. */
    public Reoffer<DeviceAnswer> reoffer(SessionDescription next) {
        if (next.saysTheSameAs(description)) {
            return new Reoffer.Unchanged<>();
        }
        return MsrpLineCheck.readAgain(description, next, 0, media, offer.upstream().policy())
                .fold(
                        now ->
                                new Reoffer.Changed<>(
                                        new DeviceAnswer(offer, next, now, follow(now))),
                        Reoffer.Refused::new);
    }

    /** Who listened still listens; who connects does so where the device is now. */
    private Connector follow(MsrpMedia now) {
        return connector instanceof Connector.Listen ? connector : connect(offer, now);
    }

    /**
     * Our answer when the device is the one who offers, for a refresh or a hold. The connection
     * stays: if the device leaves the choice open, each keeps its role.
     */
    public SessionDescription answer(LocalEnd branch) {
        Draft draft = Draft.answer(branch, description, offer.upstream().description());
        if (media.port() == 0) {
            draft.refuse(description.media().get(0));
        } else {
            draft.msrp(offer.lines(branch, answeredSetup(), answeredDirection(), sayCema()));
        }
        description.media().stream().skip(1).forEach(draft::refuse);
        return draft.finish();
    }

    private Setup answeredSetup() {
        return switch (media.setup()) {
            case ACTIVE, ABSENT -> Setup.PASSIVE;
            case PASSIVE -> Setup.ACTIVE;
            case ACTPASS -> connector instanceof Connector.Listen ? Setup.PASSIVE : Setup.ACTIVE;
        };
    }

    private Direction answeredDirection() {
        return media.direction().receives() ? Direction.SENDONLY : Direction.INACTIVE;
    }

    private boolean sayCema() {
        return offer.cema() && media.cema();
    }
}
