package org.counterpoint.data.forms;

import java.util.Locale;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Fields of a JSON object, taken as they are or refused. An optional field that is null counts as absent, since a
 * table has no other way to leave one out; a text that is needed may not be null.
 *
 * <p>{@code path} is the object's JSON path with a dot at its end, empty for the row itself.
 */
public final class Fields {
    private Fields() {}

    public static String text(JsonNode object, String path, String name) throws RowFault {
        return asText(required(object, path, name), path + name);
    }

    public static @Nullable String optionalText(JsonNode object, String path, String name) throws RowFault {
        JsonNode value = optional(object, name);
        return value == null ? null : asText(value, path + name);
    }

    /** A name; one that is empty is none, as tables of texts have no other way to leave it out. */
    static @Nullable String name(JsonNode object, String path, String name) throws RowFault {
        String text = optionalText(object, path, name);
        return text == null || Texts.isEmpty(text) ? null : text;
    }

    /** An id: a string that is not empty, or a whole number (1.0 is one too) taken as its digits. */
    public static @Nullable String id(JsonNode row) throws RowFault {
        JsonNode value = optional(row, "id");
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber()) {
            return value.asString();
        }
        if (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue())) {
            return value.decimalValue().toBigInteger().toString();
        }
        return name(row, "", "id");
    }

    /** The model that wrote an answer, under our own name for it or AlpacaEval's; null where nothing says so. */
    static @Nullable String model(JsonNode row) throws RowFault {
        String model = name(row, "", "model");
        return model == null ? name(row, "", "generator") : model;
    }

    /** Which of a model's answers to the prompt it is, from 0, the first where nothing says so. */
    static int sample(JsonNode row, String path) throws RowFault {
        return optional(row, "sample") == null ? 0 : Numbers.index(row, path, "sample");
    }

    public static JsonNode array(JsonNode object, String path, String name) throws RowFault {
        JsonNode value = required(object, path, name);
        if (!value.isArray()) {
            throw wrongType(path + name, "an array", value);
        }
        return value;
    }

    /** Nothing: absent, null, a text of whitespace or of an empty list, or an empty list or object. */
    static boolean isBlank(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return true;
        }
        if (value.isString()) {
            String text = value.stringValue().strip();
            return Texts.isEmpty(text) || text.equals("[]") || text.equals("{}");
        }
        return value.isContainer() && value.isEmpty();
    }

    public static @Nullable JsonNode optional(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public static JsonNode required(JsonNode object, String path, String name) throws RowFault {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new RowFault(
                    Reasons.MISSING_FIELD, "'" + path + name + "' is missing (there are: " + names(object) + ")");
        }
        return value;
    }

    public static JsonNode requireObject(JsonNode value, String path) throws RowFault {
        if (!value.isObject()) {
            throw wrongType(path, "an object", value);
        }
        return value;
    }

    public static String asText(JsonNode value, String path) throws RowFault {
        if (!value.isString()) {
            throw wrongType(path, "a string", value);
        }
        return value.stringValue();
    }

    public static RowFault wrongType(String path, String expected, JsonNode found) {
        return new RowFault(
                Reasons.WRONG_TYPE,
                "'" + path + "' is not " + expected + " but "
                        + found.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    /** An object's keys, as many as one wants to read. */
    public static String names(JsonNode object) {
        String names =
                String.join(", ", object.propertyNames().stream().limit(12).toList());
        return names.isEmpty() ? "no keys" : names;
    }
}
