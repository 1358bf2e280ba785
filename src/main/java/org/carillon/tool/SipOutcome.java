package org.carillon.tool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.sip.header.WarningHeader;
import javax.sip.message.Response;

/** How a request of ours ended: with a final response, or without one. */
public sealed interface SipOutcome {
    /** Whether it is a 2xx. */
    boolean success();

    /** One line for a person: what the far side said. */
    String describe();

    /**
     * A final response.
     *
     * @param response as it came
     */
    record Answered(Response response) implements SipOutcome {
        /** The status code, 200 to 699. */
        public int status() {
            return response.getStatusCode();
        }

        @Override
        public boolean success() {
            return status() < 300;
        }

        @Override
        public String describe() {
            String line = status() + " " + response.getReasonPhrase();
            return Printable.of(warning().map(text -> line + ": " + text).orElse(line));
        }

        /** The text of the first Warning header (RFC 3261 §20.43). */
        public Optional<String> warning() {
            return Optional.ofNullable((WarningHeader) response.getHeader(WarningHeader.NAME))
                    .map(WarningHeader::getText)
                    .map(text -> text.replaceAll("^\"|\"$", ""));
        }

        /** The body as text, empty if there is none. */
        public String body() {
            byte[] content = response.getRawContent();
            return content == null ? "" : new String(content, StandardCharsets.UTF_8);
        }
    }

    /**
     * No final response came, or the request could not be sent.
     *
     * @param why a clause for a person
     */
    record Silent(String why) implements SipOutcome {
        @Override
        public boolean success() {
            return false;
        }

        @Override
        public String describe() {
            return why;
        }
    }
}
