package org.carillon.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends is a value; what it makes us send reads again. */
@Timeout(60)
class SdpMutationTest {

    private static final String[] SPLICES = {
        "\r",
        "\n",
        "\0",
        "=",
        ":",
        " ",
        "a=path:",
        "m=",
        "c=IN IP6 ::",
        "/",
        ";",
        "99999999999",
        "a=setup:",
        "\u00ff"
    };

    @RepeatedTest(20)
    void neverThrows(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int parsed = 0;
        for (int i = 0; i < 1000; i++) {
            String offer = mutated(Legs.OFFER + "a=msrp-cema\na=max-size:5\n", random);
            String answer = mutated(Legs.ANSWER, random);
            parsed += SessionDescription.parse(offer) instanceof SdpParse.Parsed ? 1 : 0;
            assertThatCode(() -> walk(offer, answer))
                    .as("%s%s", offer, answer)
                    .doesNotThrowAnyException();
        }
        assertThat(parsed).as("mutants that still read").isGreaterThan(100);
    }

    private static String mutated(String text, Random random) {
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
        return out.toString();
    }

    /** Goes through all that an offer and an answer can lead to. */
    static void walk(String offer, String answer) {
        byte[] octets = offer.getBytes(StandardCharsets.ISO_8859_1);
        for (MsrpPolicy policy : new MsrpPolicy[] {Legs.PREPEND, Legs.ANCHOR}) {
            if (SessionDescription.parse(octets) instanceof SdpParse.Parsed read
                    && UpstreamOffer.examine(read.description(), policy)
                            instanceof OfferVerdict.Acceptable taken) {
                walk(taken.offer(), answer);
            }
        }
    }

    private static void walk(UpstreamOffer offer, String answer) {
        offer.connector();
        readsAgain(offer.answerAlone(Legs.UPSTREAM));
        DeviceOffer sent = offer.toDevice(Legs.BRANCH);
        readsAgain(sent.description());
        if (SessionDescription.parse(answer) instanceof SdpParse.Parsed read) {
            offer.reoffer(read.description());
            if (sent.examine(read.description()) instanceof AnswerVerdict.Acceptable taken) {
                taken.answer().connector();
                taken.answer().needsPlainOffer();
                readsAgain(taken.answer().answer(Legs.BRANCH));
                readsAgain(offer.answer(Legs.UPSTREAM, taken.answer()));
            }
        }
    }

    private static void readsAgain(SessionDescription ours) {
        SdpParse again =
                SessionDescription.parse(ours.octets(), new SdpLimits(100_000, 1000, 100, 100));
        assertThat(again).isInstanceOf(SdpParse.Parsed.class);
        assertThat(((SdpParse.Parsed) again).description().octets()).isEqualTo(ours.octets());
    }

    @Test
    void longInputOfOneKindNeitherThrowsNorStalls() {
        for (String piece :
                new String[] {" ", "a", "a ", ":", ";", "m=", "\n", "\r", "[", "@", "/"}) {
            String much = piece.repeat(16_000 / piece.length() - 300);
            for (String start :
                    new String[] {
                        "",
                        "v=0\no=",
                        Legs.OFFER + "a=path:msrp://",
                        Legs.OFFER + "m=",
                        Legs.OFFER + "c="
                    }) {
                byte[] octets = (start + much).getBytes(StandardCharsets.ISO_8859_1);
                assertThatCode(
                                () ->
                                        walk(
                                                new String(octets, StandardCharsets.ISO_8859_1),
                                                Legs.ANSWER))
                        .as(Arrays.toString(new String[] {start, piece}))
                        .doesNotThrowAnyException();
            }
        }
    }
}
