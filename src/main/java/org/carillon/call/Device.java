package org.carillon.call;

import java.util.List;
import java.util.Optional;

/**
 * One registered device of a user, as the registrar or the core's registration event package tells
 * it.
 *
 * @param instance the {@code +sip.instance} URN (RFC 5626 §4.1), without brackets and quotes
 * @param gruu the public GRUU (RFC 5627 §3.1), if one was minted
 * @param contact the registered contact URI
 * @param path the Path URIs noted at registration (RFC 3327), nearest first
 * @param features the ICSIs of {@code +g.3gpp.icsi-ref}, percent-decoded; empty means that the
 *     contact showed none at all
 * @param q preference among the user's contacts, 0 to 1000 thousandths (RFC 3261 §20.10)
 */
public record Device(
        Optional<String> instance,
        Optional<String> gruu,
        String contact,
        List<String> path,
        List<String> features,
        int q) {
    public Device {
        path = List.copyOf(path);
        features = List.copyOf(features);
    }

    /**
     * What makes two contacts the same device: the instance, for which a GRUU is minted (RFC 5627
     * §3.1) and which may be known sooner; else the GRUU, else the contact.
     */
    public String identity() {
        return instance.or(() -> gruu).orElse(contact);
    }

    /** Whether {@code name}, as a preference gives it, means this device. */
    boolean isNamed(String name) {
        return instance.filter(name::equals).isPresent() || gruu.filter(name::equals).isPresent();
    }

    /** The Request-URI of an INVITE to this device: never the bare address of record (S-11). */
    public String requestUri() {
        return gruu.orElse(contact);
    }
}
