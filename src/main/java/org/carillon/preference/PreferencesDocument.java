package org.carillon.preference;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.carillon.call.Preferences;
import org.carillon.xml.PeerXml;
import org.carillon.xml.XmlElement;
import org.carillon.xml.XmlLimits;
import org.carillon.xml.XmlParse;

/**
 * A user's document, as {@code preferences.xsd} beside this class describes it. No public source
 * says how CPM preferences look in an XDMS: this is this project's own document. Elements of other
 * namespaces are skipped, those of ours that we do not know are not: a choice is not ignored.
 */
final class PreferencesDocument {
    static final String NAMESPACE = "https://carillon.invalid/ns/preferences";

    /** Far above any sensible list of devices and blocked originators. */
    static final XmlLimits LIMITS = new XmlLimits(64 << 10, 8);

    private static final Set<String> ELEMENTS =
            Set.of(
                    "delivery",
                    "listed-device",
                    "quiet-device",
                    "blocked-originator",
                    "allow-anonymous",
                    "record-history",
                    "deferral");

    private final XmlElement root;

    private PreferencesDocument(XmlElement root) {
        this.root = root;
    }

    /**
     * Reads it.
     *
     * @param defaults hold for what it says nothing about
     * @throws UnusableDocument saying what is wrong, without the document's own text
     */
    static Preferences read(byte[] octets, Preferences defaults) throws UnusableDocument {
        XmlParse parse = PeerXml.parse(octets, LIMITS);
        if (parse instanceof XmlParse.Broken broken) {
            throw new UnusableDocument(broken.reason());
        }
        XmlElement root = ((XmlParse.Parsed) parse).root();
        if (!root.is(NAMESPACE, "preferences")) {
            throw new UnusableDocument("root element is not preferences in " + NAMESPACE);
        }
        return new PreferencesDocument(root).preferences(defaults);
    }

    private Preferences preferences(Preferences defaults) throws UnusableDocument {
        if (root.children().stream().anyMatch(PreferencesDocument::isUnknown)) {
            throw new UnusableDocument(
                    "unknown element, know " + ELEMENTS.stream().sorted().toList());
        }
        try {
            return new Preferences(
                    choice("delivery", defaults.delivery()),
                    texts("listed-device", defaults.listedDevices()),
                    texts("quiet-device", defaults.quietDevices()),
                    texts("blocked-originator", defaults.blockedOriginators()),
                    bool("allow-anonymous", defaults.allowAnonymous()),
                    bool("record-history", defaults.recordHistory()),
                    choice("deferral", defaults.deferral()));
        } catch (IllegalArgumentException notAPattern) {
            throw new UnusableDocument("blocked-originator is no pattern");
        }
    }

    private static boolean isUnknown(XmlElement element) {
        return element.namespace().equals(NAMESPACE) && !ELEMENTS.contains(element.name());
    }

    private Set<String> texts(String name, Set<String> fallback) {
        Set<String> texts =
                root.children(NAMESPACE, name)
                        .map(XmlElement::text)
                        .collect(Collectors.toCollection(HashSet::new));
        return texts.isEmpty() ? fallback : texts;
    }

    private Optional<String> word(String name) throws UnusableDocument {
        List<XmlElement> all = root.children(NAMESPACE, name).toList();
        if (all.size() > 1) {
            throw new UnusableDocument(name + " more than once");
        }
        return all.stream().map(XmlElement::text).findFirst();
    }

    private boolean bool(String name, boolean fallback) throws UnusableDocument {
        Optional<String> word = word(name);
        if (word.isEmpty()) {
            return fallback;
        }
        return switch (word.get()) { // XML Schema, xs:boolean
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new UnusableDocument(name + ": expected true or false");
        };
    }

    private <E extends Enum<E>> E choice(String name, E fallback) throws UnusableDocument {
        Optional<String> word = word(name);
        if (word.isEmpty()) {
            return fallback;
        }
        return Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
                .filter(each -> Preferences.word(each).equals(word.get()))
                .findFirst()
                .orElseThrow(() -> new UnusableDocument(name + ": not one of its words"));
    }
}
