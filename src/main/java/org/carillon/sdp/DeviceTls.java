package org.carillon.sdp;

/** Whether the devices' legs are TLS. */
public enum DeviceTls {
    /** As the sender's leg is: what came protected leaves protected, and nobody else needs to. */
    MIRROR,
    NEVER,
    ALWAYS;

    /** What devices are offered when the sender has offered this. */
    Transport transport(Transport sender) {
        return switch (this) {
            case MIRROR -> sender;
            case NEVER -> Transport.TCP;
            case ALWAYS -> Transport.TLS;
        };
    }
}
