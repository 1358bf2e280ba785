package org.carillon.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of the project's sip.xml as a reader sees them: the comment before a context-param
 * is its description; one comment may stand before several.
 */
public record SipXml(Map<String, String> values, Map<String, String> descriptions) {
    private static final Pattern ENTRY =
            Pattern.compile(
                    "<!--(?<comment>.*?)-->|<param-name>(?<name>.*?)</param-name>\\s*"
                            + "<param-value>(?<value>.*?)</param-value>",
                    Pattern.DOTALL);

    public static SipXml read() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> descriptions = new LinkedHashMap<>();
        Matcher entries = ENTRY.matcher(Files.readString(Path.of("sip.xml")));
        String comment = "";
        while (entries.find()) {
            if (entries.group("comment") != null) {
                comment = entries.group("comment").replaceAll("\\s+", " ").strip();
            } else {
                values.put(entries.group("name"), unescaped(entries.group("value")));
                descriptions.put(entries.group("name"), unescaped(comment));
                comment = "";
            }
        }
        return new SipXml(values, descriptions);
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
