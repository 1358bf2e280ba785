package org.carillon.sip;

import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import org.carillon.call.Icsi;

/** Shows in a Contact that its owner takes large messages (RFC 3840 §9, 3GPP TS 24.229). */
final class FeatureTag {
    private FeatureTag() {}

    /** The container owns the Contact's URI; its parameters are ours (JSR 289 §4.1.3). */
    static void addTo(SipServletMessage message) throws ServletParseException {
        Address contact = message.getAddressHeader("Contact");
        contact.setParameter(Icsi.FEATURE_TAG, '"' + Icsi.encoded(Icsi.LARGE_MESSAGE) + '"');
    }
}
