package org.carillon.sdp;

import java.util.Optional;
import java.util.stream.Stream;

/** What we offer to one device: a single MSRP line. Immutable. */
public final class DeviceOffer {

    private final UpstreamOffer upstream;
    private final LocalEnd branch;
    private final boolean cema;

    DeviceOffer(UpstreamOffer upstream, LocalEnd branch, boolean cema) {
        this.upstream = upstream;
        this.branch = branch;
        this.cema = cema;
    }

    /** The offer to send; the same octets every time. */
    public SessionDescription description() {
        return Draft.offer(branch, upstream.description())
                .msrp(lines(branch, Setup.ACTPASS, Direction.SENDONLY, cema))
                .finish();
    }

    /** Our MSRP line in whatever part we play: the originator's lines and ours. */
    Stream<SdpLine> lines(LocalEnd end, Setup setup, Direction direction, boolean sayCema) {
        return Stream.of(
                        upstream.passedLines(),
                        Stream.of(setup.line()),
                        Stream.of(Draft.path(end, upstream.policy().pathMode(), upstream.path())),
                        Stream.of(direction.line()),
                        Draft.cema(sayCema))
                .flatMap(lines -> lines);
    }

    /**
     * The same offer without CEMA, one version later: what {@link DeviceAnswer#needsPlainOffer}
     * asks for.
     */
    public DeviceOffer withoutCema() {
        return new DeviceOffer(upstream, branch.nextVersion(), false);
    }

    boolean cema() {
        return cema;
    }

    UpstreamOffer upstream() {
        return upstream;
    }

    /** Examines the answer of the device's 200. */
    public AnswerVerdict examine(SessionDescription answer) {
        if (answer.media().size() != 1) {
            return refused(399, "Expected one m= line in the answer");
        }
        MediaDescription line = answer.media().get(0);
        if (!line.isMsrp() || !line.protocol().equalsIgnoreCase(branch.transport().protocol())) {
            return refused(304, "The answer has another kind of media");
        }
        if (line.port() == 0) {
            return refused(304, "The device refused the MSRP media");
        }
        return MsrpMediaReader.read(answer, line)
                .check(DeviceOffer::refuse)
                .fold(
                        media ->
                                new AnswerVerdict.Acceptable(
                                        DeviceAnswer.first(this, answer, media)),
                        AnswerVerdict.Refused::new);
    }

    private static AnswerVerdict refused(int warnCode, String text) {
        return new AnswerVerdict.Refused(new Refusal(warnCode, text));
    }

    /** Clients that answer sendonly without a direction, or with sendrecv, mean recvonly. */
    private static Optional<Refusal> refuse(MsrpMedia media) {
        if (!media.direction().receives()) {
            return MsrpLineCheck.refuse(399, "The device receives nothing");
        }
        if (media.namesNoCertificate()) {
            return MsrpLineCheck.refuse(399, MsrpLineCheck.NO_CERTIFICATE);
        }
        return media.acceptsCpim()
                ? Optional.empty()
                : MsrpLineCheck.refuse(305, "message/cpim not in accept-types");
    }
}
