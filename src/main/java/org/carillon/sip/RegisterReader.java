package org.carillon.sip;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.carillon.call.Aor;
import org.carillon.call.ContactParameters;
import org.carillon.call.Headers;
import org.carillon.call.Icsi;
import org.carillon.call.RegisterRequest;
import org.carillon.call.RegisterRequest.RegisterContact;

/** Makes the core's view of a REGISTER. Stateless; used on the container's threads. */
final class RegisterReader {
    private RegisterReader() {}

    /**
     * @throws ServletParseException if To is no SIP URI or a Contact does not read: 400
     * @throws IllegalArgumentException if a number does not: 400
     */
    static RegisterRequest read(SipServletRequest request, Networks trustedPeers)
            throws ServletParseException {
        if (!request.getTo().getURI().isSipURI()) {
            throw new ServletParseException("an address of record of another scheme"); // §10.3
        }
        Headers headers = HeaderNames.headers(request);
        List<RegisterContact> contacts = new ArrayList<>();
        boolean wildcard = false;
        for (Iterator<Address> all = request.getAddressHeaders("Contact"); all.hasNext(); ) {
            Address contact = all.next();
            if (contact.isWildcard()) {
                wildcard = true;
            } else {
                contacts.add(contact(contact));
            }
        }
        String peer = request.getRemoteAddr();
        return new RegisterRequest(
                Aor.of(request.getTo().getURI().toString()),
                Aor.of(request.getFrom().getURI().toString()),
                requestHost(request),
                contacts,
                wildcard,
                headers.first("Expires").map(RegisterReader::number).orElse(OptionalLong.empty()),
                request.getCallId(),
                sequenceNumber(headers),
                headers.values("Path"),
                tags(headers, "Supported"),
                tags(headers, "Require"),
                peer != null && trustedPeers.contain(peer));
    }

    private static String requestHost(SipServletRequest request) {
        return request.getRequestURI() instanceof SipURI uri
                ? uri.getHost().toLowerCase(Locale.ROOT)
                : "";
    }

    private static long sequenceNumber(Headers headers) {
        return Long.parseLong(headers.first("CSeq").orElse("").strip().split("\\s", 2)[0]);
    }

    private static List<String> tags(Headers headers, String name) {
        return headers.values(name).stream()
                .map(tag -> Printable.token(tag).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static RegisterContact contact(Address contact) {
        return new RegisterContact(
                contact.getURI().toString(),
                parameter(contact, "expires")
                        .map(RegisterReader::number)
                        .orElse(OptionalLong.empty()),
                ContactParameters.preference(parameter(contact, "q")),
                parameter(contact, "+sip.instance").map(ContactParameters::withoutBrackets),
                parameter(contact, "reg-id").flatMap(RegisterReader::regId),
                parameter(contact, Icsi.FEATURE_TAG).map(Icsi::ofFeature).orElse(List.of()));
    }

    /** Names match without case; a container may leave the quotes of a value or take them off. */
    private static Optional<String> parameter(Address contact, String name) {
        for (Iterator<String> names = contact.getParameterNames(); names.hasNext(); ) {
            String spelling = names.next();
            if (spelling.equalsIgnoreCase(name)) {
                return Optional.ofNullable(contact.getParameter(spelling))
                        .map(ContactParameters::unquoted);
            }
        }
        return Optional.empty();
    }

    /** Malformed is as good as absent (RFC 3261 §20.19); too large is as large as can be. */
    private static OptionalLong number(String text) {
        String digits = text.strip();
        if (!digits.matches("\\d+")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(digits.length() > 10 ? Integer.MAX_VALUE : Long.parseLong(digits));
    }

    private static Optional<Integer> regId(String text) {
        return text.strip().matches("\\d{1,9}")
                ? Optional.of(Integer.parseInt(text.strip()))
                : Optional.empty();
    }
}
