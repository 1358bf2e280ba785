package org.carillon.cpim;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.xml.PeerXml;
import org.carillon.xml.XmlElement;
import org.carillon.xml.XmlLimits;
import org.carillon.xml.XmlParse;

/** The XML form of a notification (RFC 5438 §11). */
final class ImdnXml {
    private static final XmlLimits LIMITS = new XmlLimits(65_536, 32);

    private ImdnXml() {}

    static ImdnParse parse(byte[] xml) {
        XmlParse parse = PeerXml.parse(xml, LIMITS);
        if (parse instanceof XmlParse.Broken broken) {
            return new ImdnParse.Broken(broken.reason());
        }
        return read(((XmlParse.Parsed) parse).root());
    }

    private static ImdnParse read(XmlElement imdn) {
        if (!nameOf(imdn).equals("imdn")) {
            return new ImdnParse.Broken("not a notification");
        }
        String messageId = text(imdn, "message-id");
        if (messageId.isEmpty()) {
            return new ImdnParse.Broken("no message-id");
        }
        return imdn.children().stream()
                .flatMap(child -> notificationIn(child).stream())
                .findFirst()
                .<ImdnParse>map(outcome -> parsed(imdn, messageId, outcome))
                .orElse(new ImdnParse.Broken("no status"));
    }

    private static ImdnParse parsed(XmlElement imdn, String messageId, Outcome outcome) {
        return new ImdnParse.Parsed(
                new Imdn(
                        messageId,
                        text(imdn, "datetime"),
                        text(imdn, "recipient-uri"),
                        text(imdn, "original-recipient-uri"),
                        outcome.notification(),
                        outcome.status()));
    }

    private record Outcome(Imdn.Notification notification, Imdn.Status status) {}

    private static Optional<Outcome> notificationIn(XmlElement element) {
        return Arrays.stream(Imdn.Notification.values())
                .filter(each -> each.element().equals(nameOf(element)))
                .findFirst()
                .flatMap(found -> statusIn(element).map(status -> new Outcome(found, status)));
    }

    private static Optional<Imdn.Status> statusIn(XmlElement notification) {
        return named(notification, "status")
                .flatMap(status -> status.children().stream())
                .findFirst()
                .map(child -> status(nameOf(child)));
    }

    private static Imdn.Status status(String name) {
        return Arrays.stream(Imdn.Status.values())
                .filter(each -> each.element().equals(name))
                .findFirst()
                .orElse(Imdn.Status.OTHER);
    }

    private static String text(XmlElement imdn, String name) {
        return named(imdn, name).findFirst().map(XmlElement::text).orElse("");
    }

    private static Stream<XmlElement> named(XmlElement parent, String name) {
        return parent.children().stream().filter(child -> nameOf(child).equals(name));
    }

    /** Elements of other namespaces are extensions; their names are nothing to us. */
    private static String nameOf(XmlElement element) {
        boolean ours = element.namespace().isEmpty() || element.namespace().equals(Imdn.NAMESPACE);
        return ours ? element.name() : "";
    }

    static String write(Imdn imdn) {
        String kind = imdn.notification().element();
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<imdn xmlns=\"%s\">"
                        .formatted(Imdn.NAMESPACE)
                + element("message-id", imdn.messageId())
                + element("datetime", imdn.dateTime())
                + optional("recipient-uri", imdn.recipientUri())
                + optional("original-recipient-uri", imdn.originalRecipientUri())
                + "<%1$s><status><%2$s/></status></%1$s></imdn>\r\n"
                        .formatted(kind, imdn.status().element());
    }

    private static String optional(String name, String text) {
        return text.isEmpty() ? "" : element(name, text);
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + escape(text) + "</" + name + ">";
    }

    /** Characters that XML 1.0 cannot hold in any spelling are left out. */
    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().filter(ImdnXml::isXml).forEach(c -> append(out, c));
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '\r' -> out.append("&#13;");
            default -> out.appendCodePoint(c);
        }
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
