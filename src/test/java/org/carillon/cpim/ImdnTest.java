package org.carillon.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.carillon.cpim.Imdn.Notification;
import org.carillon.cpim.Imdn.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImdnTest {

    private static final String DELIVERED =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <imdn xmlns="urn:ietf:params:xml:ns:imdn">
              <message-id>34jk324j</message-id>
              <datetime>2008-04-04T12:16:49-05:00</datetime>
              <recipient-uri>im:bob@example.com</recipient-uri>
              <original-recipient-uri
                >im:bobby@example.com</original-recipient-uri>
              <delivery-notification>
                <status>
                  <delivered/>
                </status>
              </delivery-notification>
            </imdn>
            """;

    private static final String IM =
            """
            From: Alice <sip:alice@example.com>
            To: <sip:+15551230002@home.example>
            DateTime: 2015-02-17T06:54:27Z
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: PH7qAIV8cgH5
            imdn.Disposition-Notification: negative-delivery, processing
            imdn.IMDN-Record-Route: <sip:as1.example.com>
            imdn.IMDN-Record-Route: <sip:as2.example.com>

            Content-Type: text/plain

            """;

    private static ImdnParse parse(String xml) {
        return Imdn.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static CpimHead head(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return ((CpimReading.Complete) CpimHeadReader.read(octets)).head();
    }

    @Test
    void readsANotification() {
        assertThat(parse(DELIVERED))
                .isEqualTo(
                        new ImdnParse.Parsed(
                                new Imdn(
                                        "34jk324j",
                                        "2008-04-04T12:16:49-05:00",
                                        "im:bob@example.com",
                                        "im:bobby@example.com",
                                        Notification.DELIVERY,
                                        Status.DELIVERED)));
    }

    @ParameterizedTest
    @CsvSource({
        "delivery, delivered, DELIVERED, false",
        "delivery, failed, FAILED, true",
        "delivery, forbidden, FORBIDDEN, true",
        "delivery, error, ERROR, true",
        "display, displayed, DISPLAYED, false",
        "display, forbidden, FORBIDDEN, true",
        "processing, processed, PROCESSED, false",
        "processing, stored, STORED, false",
        "processing, other, OTHER, false",
        "delivery, x:read xmlns:x='urn:x', OTHER, false",
        "delivery, x:failed xmlns:x='urn:x', OTHER, false",
    })
    void readsEveryStatus(String kind, String element, Status status, boolean negative) {
        String xml =
                DELIVERED
                        .replace("delivery-n", kind + "-n")
                        .replace("<delivered/>", "<" + element + "/>");
        assertThat(parse(xml))
                .isInstanceOfSatisfying(
                        ImdnParse.Parsed.class,
                        parsed -> {
                            assertThat(parsed.imdn().status()).isEqualTo(status);
                            assertThat(parsed.imdn().isNegative()).isEqualTo(negative);
                            assertThat(parsed.imdn().notification().element())
                                    .isEqualTo(kind + "-notification");
                        });
    }

    @Test
    void readsPrefixesAndSkipsExtensions() {
        String xml =
                """
                <i:imdn xmlns:i="urn:ietf:params:xml:ns:imdn" xmlns:x="urn:x">
                <x:message-id>wrong</x:message-id><i:message-id><![CDATA[a&b]]></i:message-id>
                <x:y><i:display-notification><i:status><i:error/></i:status></i:display-notification></x:y>
                <i:delivery-notification><x:status><i:error/></x:status>
                <i:status><i:delivered/><x:more/></i:status></i:delivery-notification></i:imdn>
                """;
        assertThat(parse(xml))
                .isEqualTo(
                        new ImdnParse.Parsed(
                                new Imdn(
                                        "a&b",
                                        "",
                                        "",
                                        "",
                                        Notification.DELIVERY,
                                        Status.DELIVERED)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <imdn xmlns         | <imdm xmlns         | not well-formed XML
                    </imdn>             | ''                  | not well-formed XML
                    34jk324j            | &nbsp;              | not well-formed XML
                    34jk324j            | ''                  | no message-id
                    message-id>         | message-ids>        | no message-id
                    <delivered/>        | ''                  | no status
                    status>             | states>             | no status
                    delivery-not        | other-not           | no status
                    ns:imdn             | ns:other            | not a notification
                    """)
    void saysWhatIsWrong(String good, String bad, String reason) {
        assertThat(DELIVERED).contains(good);
        assertThat(parse(DELIVERED.replace(good, bad))).isEqualTo(new ImdnParse.Broken(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <!DOCTYPE imdn>
                    <!DOCTYPE imdn SYSTEM "file:///etc/hostname">
                    <!DOCTYPE imdn [<!ENTITY x SYSTEM "file:///etc/hostname">]>
                    <!DOCTYPE imdn [<!ENTITY x "xx"><!ENTITY y "&x;&x;&x;">]>
                    """)
    void refusesADocumentType(String type) {
        assertThat(parse(DELIVERED.replace("?>\n", "?>\n" + type)))
                .isEqualTo(new ImdnParse.Broken("document type"));
    }

    @Test
    void readsUtf8Only() {
        byte[] latin1 = DELIVERED.replace("34jk", "\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Imdn.parse(latin1)).isEqualTo(new ImdnParse.Broken("not UTF-8"));
        assertThat(parse(DELIVERED.replace("UTF-8", "ISO-8859-1").replace("34jk324j", "\u00e9")))
                .isInstanceOfSatisfying(
                        ImdnParse.Parsed.class,
                        parsed -> assertThat(parsed.imdn().messageId()).isEqualTo("\u00e9"));
    }

    @Test
    void isBounded() {
        String deep = "<a>".repeat(40) + "</a>".repeat(40);
        assertThat(parse(deep)).isEqualTo(new ImdnParse.Broken("nested too deep"));
        byte[] longest =
                (DELIVERED + " ".repeat(65_536 - DELIVERED.length()))
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(Imdn.parse(longest)).isInstanceOf(ImdnParse.Parsed.class);
        assertThat(Imdn.parse(new byte[65_537]))
                .isEqualTo(new ImdnParse.Broken("document too long"));
    }

    @Test
    void tellsTheSenderThatDeliveryFailed() {
        CpimHead im = head(IM);
        Imdn failed = Imdn.about(im, Notification.DELIVERY, Status.FAILED).orElseThrow();
        assertThat(
                        new String(failed.replyTo(im, "own1"), StandardCharsets.UTF_8)
                                .replace("\r\n", "\n"))
                .isEqualTo(
                        """
                        From: <sip:+15551230002@home.example>
                        To: "Alice" <sip:alice@example.com>
                        NS: imdn <urn:ietf:params:imdn>
                        imdn.Message-ID: own1
                        imdn.IMDN-Route: <sip:as1.example.com>
                        imdn.IMDN-Route: <sip:as2.example.com>

                        Content-Type: message/imdn+xml
                        Content-Disposition: notification

                        <?xml version="1.0" encoding="UTF-8"?>
                        <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>PH7qAIV8cgH5</message-id><datetime>2015-02-17T06:54:27Z</datetime><recipient-uri>sip:+15551230002@home.example</recipient-uri><delivery-notification><status><failed/></status></delivery-notification></imdn>
                        """);
        assertThat(head(new String(failed.replyTo(im, "own1"), StandardCharsets.UTF_8)).isImdn())
                .isTrue();
    }

    @Test
    void tellsTheSenderThatTheMessageIsStored() {
        CpimHead im =
                head(
                        IM.replace(
                                "\n\nContent",
                                "\nimdn.Original-To: <sip:old@example.com>\n\nContent"));
        Imdn stored = Imdn.about(im, Notification.PROCESSING, Status.STORED).orElseThrow();
        assertThat(stored.xml())
                .contains("<original-recipient-uri>sip:old@example.com</original-recipient-uri>")
                .contains(
                        "<processing-notification><status><stored/></status></processing-notification>");
    }

    @ParameterizedTest
    @CsvSource({
        "negative-delivery, DELIVERY, FAILED, true",
        "negative-delivery, DELIVERY, FORBIDDEN, true",
        "negative-delivery, DELIVERY, ERROR, true",
        "negative-delivery, DELIVERY, DELIVERED, false",
        "positive-delivery, DELIVERY, DELIVERED, true",
        "positive-delivery, DELIVERY, FAILED, false",
        "processing, PROCESSING, STORED, true",
        "display, PROCESSING, STORED, false",
        "display, DISPLAY, DISPLAYED, true",
        "Display, DISPLAY, DISPLAYED, false",
        "'', DELIVERY, FAILED, false",
    })
    void speaksOnlyWhenAsked(
            String asked, Notification notification, Status status, boolean speaks) {
        CpimHead im = head(IM.replace("negative-delivery, processing", asked));
        assertThat(Imdn.about(im, notification, status).isPresent()).isEqualTo(speaks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    text/plain        | Message/IMDN+xml; charset=utf-8
                    imdn.Message-ID   | imdn.Other
                    DateTime          | Dated
                    """)
    void neverSpeaksOfANotificationOrOfANamelessMessage(String before, String after) {
        assertThat(IM).contains(before);
        assertThat(
                        Imdn.about(
                                head(IM.replace(before, after)),
                                Notification.DELIVERY,
                                Status.FAILED))
                .isEmpty();
    }

    @Test
    void sendsNoExtension() {
        assertThatThrownBy(() -> Imdn.about(head(IM), Notification.DELIVERY, Status.OTHER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatItWritesItReads() {
        Imdn odd =
                new Imdn(
                        "<&>\"]]>",
                        "a\rb",
                        "",
                        "\uD83D\uDE00é",
                        Notification.DISPLAY,
                        Status.DISPLAYED);
        assertThat(parse(odd.xml())).isEqualTo(new ImdnParse.Parsed(odd));
        Imdn control =
                new Imdn("a\0\u0001\uFFFE\uD800b", "", "", "", Notification.DISPLAY, Status.ERROR);
        assertThat(control.xml()).contains("<message-id>ab</message-id>");
    }
}
