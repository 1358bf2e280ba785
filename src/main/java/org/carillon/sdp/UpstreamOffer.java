package org.carillon.sdp;

/** An originator's offer that we can take: one of its m-lines is an MSRP line for us. */
@SuppressWarnings("DoNotCallSuggester") // only until the bodies follow
public final class UpstreamOffer {

    private UpstreamOffer() {}

    /** Examines the offer of the INVITE that opens the dialog. */
    public static OfferVerdict examine(SessionDescription offer, MsrpPolicy policy) {
        throw new UnsupportedOperationException();
    }

    /** The MSRP line taken. */
    public MsrpMedia media() {
        throw new UnsupportedOperationException();
    }

    /** The offer for one device, with our own end of that branch. */
    public DeviceOffer toDevice(LocalEnd branch) {
        throw new UnsupportedOperationException();
    }

    /** The answer built from the first device's (S-13). */
    public SessionDescription answer(LocalEnd upstream, DeviceAnswer primary) {
        throw new UnsupportedOperationException();
    }

    /** The answer when no device has answered yet (deferred delivery): our own URI alone. */
    public SessionDescription answerAlone(LocalEnd upstream) {
        throw new UnsupportedOperationException();
    }

    /** Who opens the upstream connection. */
    public Connector connector() {
        throw new UnsupportedOperationException();
    }

    /** Compares a later offer of the same dialog with this one. */
    public Reoffer reoffer(SessionDescription next) {
        throw new UnsupportedOperationException();
    }
}
