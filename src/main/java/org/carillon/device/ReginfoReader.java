package org.carillon.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.carillon.call.Aor;
import org.carillon.call.ContactParameters;
import org.carillon.call.Device;
import org.carillon.call.Icsi;
import org.carillon.device.Reginfo.Contact;
import org.carillon.device.Reginfo.Registered;
import org.carillon.device.Reginfo.Scope;
import org.carillon.xml.PeerXml;
import org.carillon.xml.XmlElement;
import org.carillon.xml.XmlLimits;
import org.carillon.xml.XmlParse;

/**
 * Reads {@code application/reginfo+xml} (RFC 3680 §5.1) with the public GRUUs of RFC 5628.
 *
 * <p>Strict about the document, whose order the table of devices stands on; tolerant about one
 * contact among many: what cannot be read of it is skipped and counted, so that the user's other
 * devices stay reachable.
 */
final class ReginfoReader {
    private static final String REGINFO = "urn:ietf:params:xml:ns:reginfo";
    private static final String GRUUINFO = "urn:ietf:params:xml:ns:gruuinfo";
    private static final XmlLimits LIMITS = new XmlLimits(262_144, 16);

    private int skipped;

    private ReginfoReader() {}

    static ReginfoParse parse(byte[] octets) {
        XmlParse parse = PeerXml.parse(octets, LIMITS);
        if (parse instanceof XmlParse.Broken broken) {
            return new ReginfoParse.Broken(broken.reason());
        }
        return new ReginfoReader().read(((XmlParse.Parsed) parse).root());
    }

    private ReginfoParse read(XmlElement root) {
        if (!root.is(REGINFO, "reginfo")) {
            return new ReginfoParse.Broken("no registration information");
        }
        OptionalLong version = version(root);
        Optional<Scope> scope = root.attribute("state").flatMap(ReginfoReader::scope);
        if (version.isEmpty() || scope.isEmpty()) {
            return new ReginfoParse.Broken("no version or no state");
        }
        List<Registered> registrations =
                root.children(REGINFO, "registration")
                        .flatMap(element -> counted(registration(element)).stream())
                        .toList();
        return new ReginfoParse.Parsed(
                new Reginfo(version.getAsLong(), scope.get(), registrations, skipped));
    }

    /** RFC 3680 §5.1: at most 32 bits. */
    private static OptionalLong version(XmlElement root) {
        return root.attribute("version")
                .map(String::strip)
                .filter(text -> text.matches("[0-9]{1,10}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    private static Optional<Scope> scope(String state) {
        return switch (state.strip()) {
            case "full" -> Optional.of(Scope.FULL);
            case "partial" -> Optional.of(Scope.PARTIAL);
            default -> Optional.empty();
        };
    }

    private <T> Optional<T> counted(Optional<T> read) {
        if (read.isEmpty()) {
            skipped++;
        }
        return read;
    }

    private Optional<Registered> registration(XmlElement element) {
        Optional<String> aor = element.attribute("aor").filter(uri -> !uri.isBlank());
        Optional<String> id = element.attribute("id");
        Optional<String> state = element.attribute("state");
        if (aor.isEmpty() || id.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        List<Contact> contacts =
                element.children(REGINFO, "contact")
                        .flatMap(contact -> counted(contact(contact)).stream())
                        .toList();
        return Optional.of(
                new Registered(id.get(), Aor.of(aor.get()), isActive(state.get()), contacts));
    }

    private static boolean isActive(String state) {
        return state.strip().equals("active");
    }

    private static Optional<Contact> contact(XmlElement element) {
        Optional<String> id = element.attribute("id");
        Optional<String> state = element.attribute("state");
        Optional<String> uri =
                element.child(REGINFO, "uri").map(XmlElement::text).filter(ReginfoReader::isSip);
        if (id.isEmpty() || state.isEmpty() || uri.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Contact(id.get(), isActive(state.get()), device(uri.get(), element)));
    }

    // Without a Path: the core that tells of a device is also the one that knows the way to it.
    private static Device device(String uri, XmlElement contact) {
        return new Device(
                parameter(contact, "+sip.instance").map(ContactParameters::withoutBrackets),
                contact.child(GRUUINFO, "pub-gruu")
                        .flatMap(gruu -> gruu.attribute("uri"))
                        .map(ReginfoReader::withoutFolding)
                        .filter(ReginfoReader::isSip),
                uri,
                List.of(),
                parameter(contact, Icsi.FEATURE_TAG).map(Icsi::ofFeature).orElse(List.of()),
                ContactParameters.preference(contact.attribute("q")));
    }

    private static Optional<String> parameter(XmlElement contact, String name) {
        return contact.children(REGINFO, "unknown-param")
                .filter(param -> param.attribute("name").filter(name::equalsIgnoreCase).isPresent())
                .findFirst()
                .map(param -> ContactParameters.unquoted(param.text()));
    }

    /** An attribute folded over lines comes with blanks in it; a URI has none. */
    private static String withoutFolding(String uri) {
        return uri.replaceAll("\\s", "");
    }

    private static boolean isSip(String uri) {
        return SipUri.parse(uri).isPresent();
    }
}
