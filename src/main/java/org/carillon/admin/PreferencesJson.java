package org.carillon.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.call.Preferences;

/** Preferences as JSON. Fields left out have their defaults; unknown fields are refused. */
final class PreferencesJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS =
            Set.of(
                    "delivery",
                    "listedDevices",
                    "quietDevices",
                    "blockedOriginators",
                    "allowAnonymous",
                    "recordHistory",
                    "deferral");

    private PreferencesJson() {}

    static byte[] write(Preferences preferences) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.put("delivery", Preferences.word(preferences.delivery()));
        put(node, "listedDevices", preferences.listedDevices());
        put(node, "quietDevices", preferences.quietDevices());
        put(node, "blockedOriginators", preferences.blockedOriginators());
        node.put("allowAnonymous", preferences.allowAnonymous());
        node.put("recordHistory", preferences.recordHistory());
        node.put("deferral", Preferences.word(preferences.deferral()));
        return JSON.writeValueAsBytes(node);
    }

    private static void put(ObjectNode node, String field, Collection<String> values) {
        ArrayNode array = node.putArray(field);
        new TreeSet<>(values).forEach(array::add);
    }

    /**
     * @throws IllegalArgumentException saying which field is wrong
     */
    static Preferences read(byte[] body, Preferences defaults) {
        JsonNode node = parse(body);
        node.fieldNames()
                .forEachRemaining(
                        name -> require(FIELDS.contains(name), "unknown field; know " + FIELDS));
        return new Preferences(
                choice(node, "delivery", defaults.delivery()),
                strings(node, "listedDevices"),
                strings(node, "quietDevices"),
                strings(node, "blockedOriginators"),
                bool(node, "allowAnonymous", defaults.allowAnonymous()),
                bool(node, "recordHistory", defaults.recordHistory()),
                choice(node, "deferral", defaults.deferral()));
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            require(node != null && node.isObject(), "expected a JSON object");
            return node;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static <E extends Enum<E>> E choice(JsonNode node, String field, E fallback) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return fallback;
        }
        E[] choices = fallback.getDeclaringClass().getEnumConstants();
        for (E each : choices) {
            if (Preferences.word(each).equals(value.asText().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                field
                        + ": expected one of "
                        + Arrays.stream(choices).map(Preferences::word).toList());
    }

    private static Set<String> strings(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Set.of();
        }
        require(value.isArray(), field + ": expected an array of strings");
        Set<String> strings = new TreeSet<>();
        for (JsonNode each : value) {
            require(each.isTextual(), field + ": expected an array of strings");
            strings.add(each.asText());
        }
        return strings;
    }

    private static boolean bool(JsonNode node, String field, boolean fallback) {
        JsonNode value = node.path(field);
        require(value.isMissingNode() || value.isBoolean(), field + ": expected true or false");
        return value.asBoolean(fallback);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
