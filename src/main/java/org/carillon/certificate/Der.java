package org.carillon.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** The few DER values (X.690) that a certificate consists of. */
final class Der {
    /** {@code [0] EXPLICIT INTEGER 2}. */
    static final byte[] VERSION_3 = octets("a003020102");

    /** AlgorithmIdentifier of ecdsa-with-SHA256 (RFC 5758 §3.2). */
    static final byte[] ECDSA_SHA256 = octets("300a06082a8648ce3d040302");

    private static final byte[] COMMON_NAME = octets("0603550403");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int ONE_OCTET_LENGTH = 0x80;

    private Der() {}

    private static byte[] octets(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    static byte[] sequence(byte[]... parts) {
        return value(0x30, parts);
    }

    static byte[] integer(BigInteger number) {
        return value(0x02, number.toByteArray());
    }

    static byte[] bitString(byte[] octets) {
        return value(0x03, new byte[1], octets);
    }

    /** UTCTime, which has to do until 2049 (RFC 5280 §4.1.2.5). */
    static byte[] time(Instant instant) {
        return value(0x17, TIME.format(instant).getBytes(US_ASCII));
    }

    static byte[] commonName(String name) {
        byte[] text = value(0x0c, name.getBytes(UTF_8));
        return sequence(value(0x31, sequence(COMMON_NAME, text)));
    }

    private static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        writeLength(whole, content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length >= ONE_OCTET_LENGTH) {
            byte[] octets = BigInteger.valueOf(length).toByteArray();
            int zero = octets[0] == 0 ? 1 : 0;
            out.write(ONE_OCTET_LENGTH | octets.length - zero);
            out.write(octets, zero, octets.length - zero);
        } else {
            out.write(length);
        }
    }
}
