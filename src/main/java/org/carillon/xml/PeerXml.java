package org.carillon.xml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a document that a peer wrote. A document type is refused unread: no format of ours needs
 * one, and with it go entities, inside and outside.
 */
public final class PeerXml {
    private final XMLStreamReader reader;
    private final int depth;
    private final Deque<Open> open = new ArrayDeque<>();
    private XmlElement root;

    /** An element whose end has not been seen. */
    private record Open(
            String namespace,
            String name,
            Map<String, String> attributes,
            List<XmlElement> children,
            StringBuilder text) {

        XmlElement close() {
            return new XmlElement(namespace, name, attributes, children, text.toString().strip());
        }
    }

    private PeerXml(XMLStreamReader reader, int depth) {
        this.reader = reader;
        this.depth = depth;
    }

    /** Reads a document in UTF-8, whatever it says of its own encoding. */
    public static XmlParse parse(byte[] octets, XmlLimits limits) {
        if (octets.length > limits.octets()) {
            return new XmlParse.Broken("document too long");
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            if (text.contains("<!DOCTYPE")) {
                return new XmlParse.Broken("document type");
            }
            return new PeerXml(
                            factory().createXMLStreamReader(new StringReader(text)), limits.depth())
                    .read();
        } catch (CharacterCodingException notUtf8) {
            return new XmlParse.Broken("not UTF-8");
        } catch (XMLStreamException malformed) {
            return new XmlParse.Broken("not well-formed XML");
        }
    }

    /** The JDK's own parser, so that none from the class path slips in with other defaults. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    private XmlParse read() throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == depth) {
                        return new XmlParse.Broken("nested too deep");
                    }
                    open.push(start());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        open.element().text().append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> end(open.pop().close());
                default -> {}
            }
        }
        return new XmlParse.Parsed(root);
    }

    private Open start() {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (orNone(reader.getAttributeNamespace(i)).isEmpty()) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        return new Open(
                orNone(reader.getNamespaceURI()),
                reader.getLocalName(),
                attributes,
                new ArrayList<>(),
                new StringBuilder());
    }

    private void end(XmlElement element) {
        if (open.isEmpty()) {
            root = element;
        } else {
            open.element().children().add(element);
        }
    }

    private static String orNone(String namespace) {
        return namespace == null ? "" : namespace;
    }
}
