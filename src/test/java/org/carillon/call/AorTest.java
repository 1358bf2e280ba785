package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AorTest {
    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.com, sip:bob@example.com",
        "SIPS:bob@EXAMPLE.com:5061;transport=tcp?Subject=x, sip:bob@example.com",
        "sip:Bob:secret@example.com, sip:Bob@example.com",
        "sip:%62ob%2dx@example.com, sip:bob-x@example.com",
        "sip:b%40b%3a@example.com, sip:b%40b%3A@example.com",
        "sip:bob;phone=1?@example.com;gr=x, sip:bob;phone=1?@example.com",
        "sip:bob@[2001:DB8::1]:5060, sip:bob@[2001:db8::1]",
        "sip:example.com, sip:example.com",
        "tel:+1-555.(123);phone-context=x, tel:+1555123",
    })
    void reducesAUriToOneForm(String uri, String expected) {
        assertThat(Aor.of(uri).uri()).isEqualTo(expected);
    }

    @Test
    void aParameterCannotPoseAsTheHost() {
        assertThat(Aor.of("sip:bob@elsewhere.example;x=@example.com").domain())
                .isEqualTo("elsewhere.example");
    }

    @Test
    void knowsItsUserAndDomain() {
        assertThat(Aor.of("sip:bob@example.com").user()).isEqualTo("bob");
        assertThat(Aor.of("sip:bob@example.com").domain()).isEqualTo("example.com");
        assertThat(Aor.of("sip:example.com").user()).isEmpty();
        assertThat(Aor.of("sip:example.com").domain()).isEqualTo("example.com");
        assertThat(Aor.of("tel:+1555").user()).isEqualTo("+1555");
        assertThat(Aor.of("tel:+1555").domain()).isEmpty();
    }
}
