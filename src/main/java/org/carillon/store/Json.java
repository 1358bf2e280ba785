package org.carillon.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLDataException;
import java.util.List;
import org.carillon.call.Preferences;

/** JSON in columns; text that does not parse is a fault of the row, told as bad data. */
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private Json() {}

    static String text(Object value) throws SQLDataException {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new SQLDataException(e);
        }
    }

    static <T> T read(String text, Class<T> type) throws SQLDataException {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new SQLDataException(e);
        }
    }

    static List<String> list(String text) throws SQLDataException {
        try {
            return MAPPER.readValue(text, STRINGS);
        } catch (JsonProcessingException e) {
            throw new SQLDataException(e);
        }
    }

    /**
     * The choices in {@code text} laid over {@code defaults}: a document written before a choice
     * existed gets that choice's default, one written by a newer version loses what we do not know.
     */
    static Preferences preferences(String text, Preferences defaults) throws SQLDataException {
        try {
            ObjectNode choices = MAPPER.valueToTree(defaults);
            choices.setAll(MAPPER.readValue(text, ObjectNode.class));
            return MAPPER.treeToValue(choices, Preferences.class);
        } catch (JsonProcessingException e) {
            throw new SQLDataException(e);
        }
    }
}
