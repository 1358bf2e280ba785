package org.carillon.tool;

/** How the Large Message Mode service is named in SIP. */
final class LargeMessageService {
    /** The ICSI, for P-Asserted-Service (RFC 6050 §4.1). */
    static final String ICSI = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg";

    /** The feature tag of Contact and Accept-Contact, with the ICSI percent-encoded. */
    static final String FEATURE_TAG =
            "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"";

    /** What the tools understand. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE";

    private LargeMessageService() {}
}
