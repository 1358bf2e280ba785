package org.carillon.tool;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the server is: options that {@code send} and {@code device} share. */
final class ServerOption {
    private static final int SIP_PORT = 5060;

    /** What to tell a person when nothing answers. */
    static final String HINT = "Is the server running? Start it with: ./carillon run";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:5060",
            converter = Address.class,
            description = "SIP address of the server (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress server;

    @Option(
            names = "--transport",
            paramLabel = "udp|tcp",
            defaultValue = "udp",
            converter = TransportName.class,
            description =
                    "Transport of SIP (default: ${DEFAULT-VALUE}). MSRP always runs over TCP.")
    private Transport transport;

    UserAgentOptions agent() {
        return UserAgentOptions.of(server, transport);
    }

    /** Reads {@code host}, {@code host:port} and {@code [v6]:port}. */
    static final class Address implements ITypeConverter<InetSocketAddress> {
        private static final Pattern FORM =
                Pattern.compile("(?:\\[([^]]+)]|([^:]+))(?::([0-9]{1,5}))?");

        @Override
        public InetSocketAddress convert(String text) {
            Matcher form = FORM.matcher(text);
            int port = form.matches() ? port(form.group(3)) : 0;
            if (port < 1 || port > 65535) {
                throw new TypeConversionException(
                        "expected HOST or HOST:PORT, got '" + Printable.of(text) + "'");
            }
            String host = form.group(1) == null ? form.group(2) : form.group(1);
            return resolved(new InetSocketAddress(host, port));
        }

        private static int port(String digits) {
            return digits == null ? SIP_PORT : Integer.parseInt(digits);
        }

        private static InetSocketAddress resolved(InetSocketAddress address) {
            if (address.isUnresolved()) {
                throw new TypeConversionException(
                        "the host name '" + Printable.of(address.getHostString()) + "' is unknown");
            }
            return address;
        }
    }

    /** Reads {@code udp} and {@code tcp}, in either case. */
    static final class TransportName implements ITypeConverter<Transport> {
        @Override
        public Transport convert(String text) {
            return Arrays.stream(Transport.values())
                    .filter(each -> each.parameter().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "expected udp or tcp, got '"
                                                    + Printable.of(text)
                                                    + "'"));
        }
    }

    /** Reads a user's address, see {@link SipAddress#parse}. */
    static final class User implements ITypeConverter<SipAddress> {
        @Override
        public SipAddress convert(String text) {
            try {
                return SipAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
