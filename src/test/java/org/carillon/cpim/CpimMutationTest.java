package org.carillon.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends is a value, however it is cut. */
@Timeout(60)
class CpimMutationTest {

    private static final String HEAD =
            """
            From: "A" <im:a@example.com>
            To: <im:b@example.com>
            DateTime: 2015-02-17T06:54:27Z
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: 1234
            imdn.Disposition-Notification: negative-delivery
            Subject:;lang=fr \\u0041

            Content-Type: message/imdn+xml
            Content-Disposition: notification

            """;

    private static final String XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>1</message-id>
            <delivery-notification><status><failed/></status></delivery-notification></imdn>
            """;

    private static final String[] SPLICES = {
        "\r",
        "\n\n",
        "\0",
        ":",
        " ",
        "<",
        ">",
        "&",
        "&#0;",
        "]]>",
        "<!--",
        "<?x",
        "<!DOCTYPE a [",
        "\\u",
        "\"",
        ";",
        "NS: x<y>\n",
        "."
    };

    @RepeatedTest(20)
    void headsNeverThrow(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int complete = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] message = mutated(HEAD, random);
            CpimReading whole = CpimHeadReader.read(message);
            complete += whole instanceof CpimReading.Complete ? 1 : 0;
            assertThatCode(() -> look(whole)).doesNotThrowAnyException();
            assertThat(inPieces(message, random)).isEqualTo(whole);
        }
        assertThat(complete).as("mutants that still read").isGreaterThan(100);
    }

    @RepeatedTest(20)
    void notificationsNeverThrow(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int parsed = 0;
        for (int i = 0; i < 500; i++) {
            byte[] xml = mutated(XML, random);
            Function<byte[], ImdnParse> parser = Imdn::parse;
            assertThatCode(() -> parser.apply(xml))
                    .as(new String(xml, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
            parsed += Imdn.parse(xml) instanceof ImdnParse.Parsed ? 1 : 0;
        }
        assertThat(parsed).as("mutants that still read").isGreaterThan(50);
    }

    @Test
    void longInputOfOneKindNeitherThrowsNorStalls() {
        for (String piece :
                new String[] {
                    " ", ";", ";a=\"", "A: \n", "a", "\"", "\\", "<", ">", "\r", "NS: <"
                }) {
            for (String start :
                    new String[] {"", "NS: ", "Subject:", "From: \"", HEAD.strip() + "\n"}) {
                byte[] much = (start + piece.repeat(20_000)).getBytes(StandardCharsets.UTF_8);
                assertThatCode(() -> look(CpimHeadReader.read(much))).doesNotThrowAnyException();
                assertThatCode(() -> Imdn.parse(much)).doesNotThrowAnyException();
            }
        }
    }

    private static void look(CpimReading reading) {
        if (reading instanceof CpimReading.Complete complete) {
            CpimHead head = complete.head();
            head.subject();
            head.contentType();
            Imdn.about(head, Imdn.Notification.DELIVERY, Imdn.Status.FAILED)
                    .ifPresent(imdn -> imdn.replyTo(head, "own"));
        }
    }

    private static CpimReading inPieces(byte[] message, Random random) {
        CpimHeadReader reader = new CpimHeadReader();
        int at = 0;
        while (at < message.length) {
            int length = Math.min(1 + random.nextInt(40), message.length - at);
            reader.feed(ByteBuffer.wrap(message, at, length));
            at += length;
        }
        return reader.end();
    }

    private static byte[] mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(out.length());
            switch (random.nextInt(4)) {
                case 0 -> out.setCharAt(at, (char) random.nextInt(256));
                case 1 -> out.insert(at, SPLICES[random.nextInt(SPLICES.length)]);
                case 2 -> out.delete(at, Math.min(out.length(), at + 1 + random.nextInt(20)));
                default -> out.insert(at, text, 0, random.nextInt(text.length()));
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
