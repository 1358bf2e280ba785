package org.carillon.cpim;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML form of a notification. A document type is refused unread: RFC 5438 needs none, and with
 * it go entities, inside and outside.
 */
final class ImdnXml {

    private static final int MAX_OCTETS = 65_536;
    private static final int MAX_DEPTH = 32;

    private final XMLStreamReader reader;
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, StringBuilder> texts = new HashMap<>();
    private Optional<Imdn.Notification> notification = Optional.empty();
    private Optional<Imdn.Status> status = Optional.empty();

    private ImdnXml(XMLStreamReader reader) {
        this.reader = reader;
    }

    static ImdnParse parse(byte[] xml) {
        if (xml.length > MAX_OCTETS) {
            return new ImdnParse.Broken("notification too long");
        }
        try {
            // RFC 5438 §11.1: always UTF-8, whatever the document says of itself
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
            if (text.contains("<!DOCTYPE")) {
                return new ImdnParse.Broken("document type in a notification");
            }
            return new ImdnXml(factory().createXMLStreamReader(new StringReader(text))).read();
        } catch (CharacterCodingException notUtf8) {
            return new ImdnParse.Broken("not UTF-8");
        } catch (XMLStreamException malformed) {
            return new ImdnParse.Broken("not well-formed XML");
        }
    }

    /** The JDK's own parser, so that none from the class path slips in with other defaults. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private ImdnParse read() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == MAX_DEPTH) {
                        return new ImdnParse.Broken("notification nested too deep");
                    }
                    start();
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text();
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                default -> {}
            }
        }
        return finish();
    }

    /** Elements of other namespaces are extensions; their content is nothing to us. */
    private void start() {
        String namespace = reader.getNamespaceURI();
        boolean ours = namespace == null || namespace.equals(Imdn.NAMESPACE);
        String name = ours ? reader.getLocalName() : "";
        String path = String.join("/", (Iterable<String>) open::descendingIterator);
        if (path.equals("imdn")) {
            Arrays.stream(Imdn.Notification.values())
                    .filter(each -> each.element().equals(name))
                    .findFirst()
                    .ifPresent(found -> notification = notification.or(() -> Optional.of(found)));
        } else if (notification.filter(each -> path.equals(pathTo(each))).isPresent()) {
            status = status.or(() -> Optional.of(status(name)));
        }
        open.push(name);
    }

    private static String pathTo(Imdn.Notification notification) {
        return "imdn/" + notification.element() + "/status";
    }

    private static Imdn.Status status(String name) {
        return Arrays.stream(Imdn.Status.values())
                .filter(each -> each.element().equals(name))
                .findFirst()
                .orElse(Imdn.Status.OTHER);
    }

    private void text() {
        if (open.size() == 2 && open.getLast().equals("imdn")) {
            texts.computeIfAbsent(open.getFirst(), name -> new StringBuilder())
                    .append(reader.getText());
        }
    }

    private ImdnParse finish() {
        if (text("message-id").isEmpty()) {
            return new ImdnParse.Broken("no message-id");
        }
        if (notification.isEmpty() || status.isEmpty()) {
            return new ImdnParse.Broken("no status");
        }
        return new ImdnParse.Parsed(
                new Imdn(
                        text("message-id"),
                        text("datetime"),
                        text("recipient-uri"),
                        text("original-recipient-uri"),
                        notification.get(),
                        status.get()));
    }

    private String text(String element) {
        return texts.getOrDefault(element, new StringBuilder()).toString().strip();
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
