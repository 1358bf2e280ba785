package org.carillon.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Misuse ends with exit code 2 and a line that names what was wrong, before anything is opened. */
class CommandOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-file | no-such-file does not exist",
                "src | src is not a file",
                "--server localhost:0 pom.xml | expected HOST or HOST:PORT, got 'localhost:0'",
                "--server localhost:65536 pom.xml | got 'localhost:65536'",
                "--server :5060 pom.xml | got ':5060'",
                "--transport sctp pom.xml | expected udp or tcp, got 'sctp'",
                "--chunk 0 pom.xml | a chunk has at least 1 byte, got 0",
                "--content-type nonsense pom.xml | got 'nonsense'",
                "--to a>b pom.xml | 'a>b' is not a user name",
                "'' | Missing required parameter",
            })
    void sendSaysWhatIsWrong(String arguments, String complaint) {
        assertThat(misuse(new SendCommand(), arguments)).contains(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--reject 200 | a refusal is a status from 400 to 699, got 200",
                "--reject 700 | got 700",
                "--delay=-1 | a delay is not negative",
                "--rate=-1 | a rate is at least 1 byte a second",
                "--user bob@a/b | 'a/b' is not a domain",
            })
    void deviceSaysWhatIsWrong(String arguments, String complaint) {
        assertThat(misuse(new DeviceCommand(), arguments)).contains(complaint);
    }

    @Test
    void demoRefusesAnEmptyFile() {
        assertThat(misuse(new DemoCommand(), "--size 0")).contains("expected 1 or more MB");
    }

    @ParameterizedTest
    @CsvSource({
        "alice, sip:alice@localhost",
        "alice@example.org, sip:alice@example.org",
        "sip:alice@example.org, sip:alice@example.org",
        "+15551230001@[::1], sip:+15551230001@[::1]"
    })
    void aNameWithoutADomainIsLocal(String text, String uri) {
        assertThat(SipAddress.parse(text).uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 5060",
        "127.0.0.1:5070, 127.0.0.1, 5070",
        "[::1], 0:0:0:0:0:0:0:1, 5060",
        "[::1]:5070, 0:0:0:0:0:0:0:1, 5070"
    })
    void aServerWithoutAPortIsAt5060(String text, String host, int port) {
        var address = new ServerOption.Address().convert(text);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
        assertThat(address.getPort()).isEqualTo(port);
    }

    @Test
    void aDeviceIsTheSameAtEveryStart() {
        SipAddress bob = SipAddress.parse("bob");
        String urn = new DeviceIdentity(bob, "phone").instanceUrn();
        assertThat(new DeviceIdentity(bob, "phone").instanceUrn()).isEqualTo(urn);
        assertThat(new DeviceIdentity(bob, "tablet").instanceUrn()).isNotEqualTo(urn);
        assertThat(new DeviceIdentity(SipAddress.parse("carol"), "phone").instanceUrn())
                .isNotEqualTo(urn);
        assertThat(urn).matches("urn:uuid:[0-9a-f-]{36}");
    }

    private static String misuse(Callable<Integer> command, String arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = new CommandLine(command).setErr(new PrintWriter(err));
        String[] words = arguments.isBlank() ? new String[0] : arguments.split(" ");
        assertThat(commandLine.execute(words)).isEqualTo(2);
        return err.toString();
    }
}
