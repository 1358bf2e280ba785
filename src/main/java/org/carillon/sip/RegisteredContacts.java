package org.carillon.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.carillon.call.Binding;
import org.carillon.call.Device;
import org.carillon.call.Header;
import org.carillon.call.Icsi;
import org.carillon.call.RegisterOutcome.Registered;

/** The headers of a 200 to REGISTER: every current binding of the user (RFC 3261 §10.3 step 8). */
final class RegisteredContacts {
    private RegisteredContacts() {}

    static List<Header> headers(Registered registered) {
        List<Header> headers = new ArrayList<>();
        for (Binding binding : registered.bindings()) {
            headers.add(new Header("Contact", contact(binding, registered)));
        }
        headers.addAll(registered.headers());
        return headers;
    }

    private static String contact(Binding binding, Registered registered) {
        Device device = binding.device();
        long seconds =
                Math.max(0, Duration.between(registered.now(), binding.expires()).toSeconds());
        StringBuilder contact = new StringBuilder();
        contact.append('<').append(device.contact()).append(">;expires=").append(seconds);
        contact.append(";q=").append(String.format(Locale.ROOT, "%.3f", device.q() / 1000.0));
        device.instance()
                .ifPresent(urn -> contact.append(";+sip.instance=\"<").append(urn).append(">\""));
        binding.regId().ifPresent(id -> contact.append(";reg-id=").append(id));
        if (!device.features().isEmpty()) {
            contact.append(';').append(Icsi.FEATURE_TAG).append("=\"");
            contact.append(
                    String.join(",", device.features().stream().map(Icsi::encoded).toList()));
            contact.append('"');
        }
        if (registered.showGruus()) {
            device.gruu()
                    .ifPresent(gruu -> contact.append(";pub-gruu=\"").append(gruu).append('"'));
        }
        return contact.toString();
    }
}
