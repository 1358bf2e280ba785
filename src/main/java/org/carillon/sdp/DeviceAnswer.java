package org.carillon.sdp;

import java.util.List;

/** A device's answer that we can send to. */
@SuppressWarnings("DoNotCallSuggester") // only until the bodies follow
public final class DeviceAnswer {

    private DeviceAnswer() {}

    public MsrpMedia media() {
        throw new UnsupportedOperationException();
    }

    /** The device's path: the To-Path of what we send. */
    public List<String> path() {
        return media().path();
    }

    /** Who opens this branch's connection. */
    public Connector connector() {
        throw new UnsupportedOperationException();
    }

    /** Compares a later offer of the device with what it said before. */
    public Reoffer reoffer(SessionDescription next) {
        throw new UnsupportedOperationException();
    }

    /** Our answer to an offer of the device, the roles of the connection staying as they are. */
    public SessionDescription answer(SessionDescription reoffer, LocalEnd branch) {
        throw new UnsupportedOperationException();
    }
}
