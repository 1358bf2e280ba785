package org.carillon.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * An object of the outbox as a mail server takes it. A server may write the ends of lines as it
 * likes and need not keep a NUL (RFC 3501 §4.3.1), so a body that is more than lines of text is
 * sent in base64, as a whole, which RFC 3862 §5 asks for where octets would not survive.
 *
 * @param head the header section and the empty line behind it
 * @param headInFile octets of that in the file
 * @param bodyInFile octets behind it
 */
record MailObject(Path file, String head, long headInFile, long bodyInFile, boolean isText) {
    static final String ENCODING = "Content-Transfer-Encoding";
    static final String AS_IT_IS = "8bit";

    /** Base64 lines of MIME have 76 characters, RFC 2045 §6.8. */
    private static final int LINE = 76;

    private static final int CRLF = 2;

    static MailObject read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            String head = readHead(in);
            TextCheck check = new TextCheck();
            in.transferTo(check);
            String sent = check.isText() ? head : inBase64(head);
            return new MailObject(file, sent, head.length(), check.octets, check.isText());
        }
    }

    /** Ours, of a few kilobytes; a file that has no end of it is one that we have not written. */
    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            int octet = in.read();
            if (octet < 0) {
                throw new ObjectRefused("no end of the header section");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        return head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0;
    }

    private static String inBase64(String head) {
        return head.replace(
                "\r\n" + ENCODING + ": " + AS_IT_IS + "\r\n", "\r\n" + ENCODING + ": base64\r\n");
    }

    /** Octets that {@link #writeTo} writes. */
    long size() {
        return head.length() + (isText ? bodyInFile : base64(bodyInFile));
    }

    private static long base64(long octets) {
        long characters = (octets + 2) / 3 * 4;
        return characters + Math.max(0, characters - 1) / LINE * CRLF;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(head.getBytes(ISO_8859_1));
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(headInFile);
            if (isText) {
                in.transferTo(out);
            } else {
                try (OutputStream encoded =
                        Base64.getMimeEncoder().wrap(new BufferedUnclosed(out))) {
                    in.transferTo(encoded);
                }
            }
        }
    }

    /** Java's encoder writes four octets at a time, and ends by closing what it writes to. */
    private static final class BufferedUnclosed extends FilterOutputStream {
        BufferedUnclosed(OutputStream out) {
            super(new BufferedOutputStream(out, 1 << 16));
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** Looks whether octets are lines that end in CRLF, without a NUL. */
    private static final class TextCheck extends OutputStream {
        private long octets;
        private int last = '\n';
        private boolean broken;

        @Override
        public void write(int octet) {
            octets++;
            broken |= octet == 0 || (last == '\r') != (octet == '\n');
            last = octet;
        }

        @Override
        public void write(byte[] all, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(all[i]);
            }
        }

        boolean isText() {
            return !broken && last != '\r';
        }
    }
}
