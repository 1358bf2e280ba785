package org.carillon.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/** Whatever body comes, its SDP can be replaced and nothing else changes. */
class MultipartFuzzTest {
    /** The Content-Type, a line end, the body. */
    @FuzzTest(maxDuration = "5m")
    void anyBody(byte[] octets) {
        String[] message = new String(octets, ISO_8859_1).split("\n", 2);
        byte[] body = message.length > 1 ? message[1].getBytes(ISO_8859_1) : new byte[0];
        Optional<MultipartBody> read = MultipartBody.parse(message[0], body);
        read.ifPresent(
                multipart -> {
                    byte[] same = multipart.with(multipart.sdp().getBytes(ISO_8859_1));
                    assertThat(MultipartBody.parse(message[0], same).map(MultipartBody::sdp))
                            .contains(multipart.sdp());
                    String ours = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n";
                    byte[] other = multipart.with(ours.getBytes(ISO_8859_1));
                    assertThat(MultipartBody.parse(message[0], other).map(MultipartBody::sdp))
                            .contains(ours);
                });
    }
}
