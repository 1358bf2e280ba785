package org.carillon.tool;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the services are named in SIP. */
enum CpmService {
    PAGER("oma.cpm.msg"),
    LARGE_MESSAGE("oma.cpm.largemsg");

    /** What the tools understand. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, MESSAGE";

    private final String icsi;

    CpmService(String name) {
        icsi = "urn:urn-7:3gpp-service.ims.icsi." + name;
    }

    /** For P-Asserted-Service (RFC 6050 §4.1). */
    String icsi() {
        return icsi;
    }

    /** The feature tag of Contact and Accept-Contact, with the ICSIs percent-encoded. */
    static String featureTag(CpmService... services) {
        return Arrays.stream(services)
                .map(service -> service.icsi.replace(":", "%3A"))
                .collect(Collectors.joining(",", "+g.3gpp.icsi-ref=\"", "\""));
    }
}
