package org.carillon.sdp;

import java.util.Optional;

/** The rules that an MSRP line must keep whoever sent it. */
final class MsrpLineCheck {

    static final String NO_CERTIFICATE = "No certificate fingerprint that can be checked";

    private MsrpLineCheck() {}

    /** Reasons against an offered line, its direction aside. */
    static Optional<Refusal> refusal(MsrpMedia media, MsrpPolicy policy) {
        if (!policy.transports().contains(media.transport())) {
            return refuse(302, "MSRP transport not served");
        }
        if (media.fileSelector()) {
            return refuse(399, "File transfer is not a large message");
        }
        if (!media.acceptsCpim()) {
            return refuse(305, "message/cpim not in accept-types");
        }
        if (media.namesNoCertificate()) {
            return refuse(399, NO_CERTIFICATE);
        }
        if (looksTamperedWith(media)) {
            return refuse(399, "Connection address and MSRP path differ");
        }
        return Optional.empty();
    }

    /**
     * Without CEMA an address that is not the path's was put there by a middlebox that does not
     * carry the media (RFC 6714 §4.3). Who says active says no address worth comparing.
     */
    static boolean looksTamperedWith(MsrpMedia media) {
        boolean unreachable = media.setup() == Setup.ACTIVE && !media.lineIsReachable();
        return !media.cema() && !unreachable && media.addressMatch() == AddressMatch.DIFFERENT;
    }

    /** Reads the same line of a later offer; a line that was given up reads as closed. */
    static MsrpReading readAgain(
            SessionDescription before,
            SessionDescription next,
            int line,
            MsrpMedia media,
            MsrpPolicy policy) {
        // RFC 3264 §8: m-lines stay in their places and never become fewer.
        if (next.media().size() < before.media().size()) {
            return new MsrpReading.Refused(new Refusal(399, "An m= line is missing"));
        }
        MediaDescription now = next.media().get(line);
        if (!now.isMsrp()) {
            return new MsrpReading.Refused(new Refusal(304, "The MSRP m= line became another"));
        }
        return now.port() == 0
                ? new MsrpReading.Read(media.closed())
                : MsrpMediaReader.read(next, now)
                        .check(each -> refusal(each, policy))
                        .check(each -> refuseOtherTransport(media, each));
    }

    /** Our own URI of the leg was made for the one transport. */
    private static Optional<Refusal> refuseOtherTransport(MsrpMedia before, MsrpMedia now) {
        return before.transport() == now.transport()
                ? Optional.empty()
                : refuse(302, "MSRP cannot change between TCP and TLS");
    }

    static Optional<Refusal> refuse(int warnCode, String text) {
        return Optional.of(new Refusal(warnCode, text));
    }
}
