package org.carillon.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the settings that {@code WEB-INF/sip.xml} of a WAR comes with. */
final class Descriptor {
    private static final String ENTRY = "WEB-INF/sip.xml";

    private Descriptor() {}

    /**
     * Every {@code context-param} by name.
     *
     * @throws IOException if the WAR has no such descriptor or it is no XML
     */
    static Map<String, String> contextParameters(Path war) throws IOException {
        try (ZipFile zip = new ZipFile(war.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                throw new IOException("no " + ENTRY + " in " + war);
            }
            try (InputStream xml = zip.getInputStream(entry)) {
                return contextParameters(xml);
            }
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException(ENTRY + " of " + war + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> contextParameters(InputStream xml)
            throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList params =
                factory.newDocumentBuilder()
                        .parse(xml)
                        .getElementsByTagNameNS("*", "context-param");
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < params.getLength(); i++) {
            Element param = (Element) params.item(i);
            values.put(text(param, "param-name"), text(param, "param-value"));
        }
        return values;
    }

    private static String text(Element param, String name) throws SAXException {
        NodeList found = param.getElementsByTagNameNS("*", name);
        if (found.getLength() != 1) {
            throw new SAXException("a context-param needs one " + name);
        }
        return found.item(0).getTextContent().strip();
    }
}
