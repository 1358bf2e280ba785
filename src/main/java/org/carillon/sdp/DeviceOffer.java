package org.carillon.sdp;

/** What we offer to one device. */
@SuppressWarnings("DoNotCallSuggester") // only until the bodies follow
public final class DeviceOffer {

    private DeviceOffer() {}

    public SessionDescription description() {
        throw new UnsupportedOperationException();
    }

    /** Examines the answer of the device's 200. */
    public AnswerVerdict examine(SessionDescription answer) {
        throw new UnsupportedOperationException();
    }
}
