package org.carillon.tool;

import java.util.Locale;

/** The transport of SIP. MSRP runs over TCP whatever this says. */
public enum Transport {
    UDP,
    TCP;

    /** As JAIN-SIP and the {@code transport} URI parameter spell it. */
    String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
