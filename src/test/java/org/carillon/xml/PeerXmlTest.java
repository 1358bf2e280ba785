package org.carillon.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerXmlTest {
    private static final XmlLimits LIMITS = new XmlLimits(200, 3);

    private static XmlParse parse(String xml) {
        return PeerXml.parse(xml.getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    private static XmlElement root(String xml) {
        return ((XmlParse.Parsed) parse(xml)).root();
    }

    @Test
    void readsNamespacesAttributesAndText() {
        XmlElement root =
                root(
                        "<a xmlns='urn:a' xmlns:b='urn:b' x='1' b:y='2'> t <b:c/><![CDATA[<u>]]>"
                                + " </a>");
        assertThat(root)
                .isEqualTo(
                        new XmlElement(
                                "urn:a",
                                "a",
                                Map.of("x", "1"),
                                List.of(new XmlElement("urn:b", "c", Map.of(), List.of(), "")),
                                "t <u>"));
    }

    @Test
    void findsChildrenByNamespaceAndName() {
        XmlElement root = root("<a xmlns:b='urn:b'><c/><b:c>1</b:c><b:d/><b:c>2</b:c></a>");
        assertThat(root.children("urn:b", "c"))
                .extracting(XmlElement::text)
                .containsExactly("1", "2");
        assertThat(root.child("", "c")).map(XmlElement::text).hasValue("");
        assertThat(root.child("urn:b", "e")).isEmpty();
        assertThat(root.attribute("x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x 'xx'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>",
            })
    void refusesADocumentType(String xml) {
        assertThat(parse(xml)).isEqualTo(new XmlParse.Broken("document type"));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a x='1' x='2'/>",
        "<b:a/>",
        "<a>&x;</a>",
        "<a>&#1;</a>",
    })
    void refusesWhatIsNotWellFormed(String xml) {
        assertThat(parse(xml)).isEqualTo(new XmlParse.Broken("not well-formed XML"));
    }

    @Test
    void readsUtf8WhateverTheDocumentSays() {
        String declared = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00e9</a>";
        assertThat(root(declared).text()).isEqualTo("\u00e9");
        assertThat(PeerXml.parse(declared.getBytes(StandardCharsets.ISO_8859_1), LIMITS))
                .isEqualTo(new XmlParse.Broken("not UTF-8"));
    }

    @Test
    void isBounded() {
        assertThat(parse("<a><a><a/></a></a>")).isInstanceOf(XmlParse.Parsed.class);
        assertThat(parse("<a><a><a><a/></a></a></a>"))
                .isEqualTo(new XmlParse.Broken("nested too deep"));
        assertThat(parse("<a/>" + " ".repeat(196))).isInstanceOf(XmlParse.Parsed.class);
        assertThat(parse("<a/>" + " ".repeat(197)))
                .isEqualTo(new XmlParse.Broken("document too long"));
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new XmlLimits(0, 1)).hasMessageContaining("octets=0");
        assertThatThrownBy(() -> new XmlLimits(1, 0)).hasMessageContaining("depth=0");
    }
}
