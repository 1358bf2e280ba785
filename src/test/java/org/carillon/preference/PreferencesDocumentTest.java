package org.carillon.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.carillon.call.Preferences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

class PreferencesDocumentTest {
    private static final Preferences DEFAULTS =
            new Preferences(
                    Preferences.Delivery.ALL,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    true,
                    false,
                    Preferences.Deferral.AS_SET);

    private static final String FULL =
            document(
                    """
                    <delivery>listed</delivery>
                    <listed-device> urn:uuid:1 </listed-device>
                    <listed-device>sip:bob@example.com;gr=2</listed-device>
                    <quiet-device>urn:uuid:3</quiet-device>
                    <blocked-originator>*@spam.example</blocked-originator>
                    <allow-anonymous>false</allow-anonymous>
                    <record-history>1</record-history>
                    <deferral>defer</deferral>
                    """);

    private static String document(String content) {
        return "<?xml version='1.0'?>\n"
                + "<preferences xmlns='https://carillon.invalid/ns/preferences'>"
                + content
                + "</preferences>";
    }

    private static Preferences read(String text) throws UnusableDocument {
        return PreferencesDocument.read(text.getBytes(StandardCharsets.UTF_8), DEFAULTS);
    }

    private static void validate(String text) throws Exception {
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(PreferencesDocument.class.getResource("preferences.xsd"))
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
    }

    @Test
    void everyChoiceIsRead() throws Exception {
        assertThat(read(FULL))
                .isEqualTo(
                        new Preferences(
                                Preferences.Delivery.LISTED,
                                Set.of("urn:uuid:1", "sip:bob@example.com;gr=2"),
                                Set.of("urn:uuid:3"),
                                Set.of("*@spam.example"),
                                false,
                                true,
                                Preferences.Deferral.DEFER));
        validate(FULL);
    }

    @Test
    void whatIsLeftOutHasTheDefault() throws Exception {
        assertThat(read(document(""))).isEqualTo(DEFAULTS);
        validate(document(""));
    }

    @Test
    void elementsOfOthersAreSkipped() throws Exception {
        String text =
                document("<deferral>reject</deferral><x:colour xmlns:x='urn:x'>red</x:colour>");
        assertThat(read(text).deferral()).isEqualTo(Preferences.Deferral.REJECT);
        validate(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<delivery>some</delivery>",
                "<delivery>ALL</delivery>",
                "<delivery>all</delivery><delivery>none</delivery>",
                "<allow-anonymous>maybe</allow-anonymous>",
                "<record-history/>",
                "<colour>red</colour>",
            })
    void whatTheSchemaRefusesIsBroken(String content) {
        assertThatThrownBy(() -> read(document(content))).isInstanceOf(UnusableDocument.class);
        assertThatThrownBy(() -> validate(document(content))).isInstanceOf(SAXException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<preferences/>",
                "<preferences xmlns='urn:other'/>",
                "<preferences xmlns='https://carillon.invalid/ns/preferences'>",
                "<!DOCTYPE p [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><preferences"
                        + " xmlns='https://carillon.invalid/ns/preferences'>&e;</preferences>",
                "<preferences xmlns='https://carillon.invalid/ns/preferences'>"
                        + "<blocked-originator/></preferences>",
            })
    void anythingElseIsBrokenToo(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnusableDocument.class)
                .hasMessageNotContaining("passwd");
    }

    @Test
    void aDocumentHasALimit() {
        String many = "<quiet-device>x</quiet-device>".repeat(3_000);
        assertThatThrownBy(() -> read(document(many))).hasMessage("document too long");
    }
}
