package org.counterpoint.data.rows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bytes to a JSON object, strictly: UTF-8 without faults, no key twice, nothing after the object. */
final class RowParser {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PlainJson plain = new PlainJson();

    /** @param place where the bytes stand in the file; null where they cannot be read again */
    Row parse(byte[] bytes, int from, int length, Origin origin, @Nullable RowPlace place) {
        ObjectNode object = plain.read(bytes, from, length);
        return object == null
                ? parseSlowly(bytes, from, length, origin, place)
                : new Row.Valid(origin, object, () -> new String(bytes, from, length, StandardCharsets.UTF_8), place);
    }

    private static Row parseSlowly(byte[] bytes, int from, int length, Origin origin, @Nullable RowPlace place) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // Decoding puts U+FFFD in the place of what is wrong; only where it stands there is a need to look twice.
        if (text.indexOf('\uFFFD') >= 0 && !valid(bytes, from, length)) {
            return new Row.Broken(
                    origin, Reasons.BAD_ENCODING, "the row is not valid UTF-8: " + hint(bytes, from, length));
        }
        try {
            return row(JSON.readTree(bytes, from, length), text, origin, place);
        } catch (JacksonException e) {
            return parse(text, origin); // broken, and once more, as text, whose columns count characters
        }
    }

    private static boolean valid(byte[] bytes, int from, int length) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static Row parse(String text, Origin origin) {
        try {
            return row(JSON.readTree(text), text, origin, null);
        } catch (JacksonException e) {
            return new Row.Broken(origin, Reasons.BAD_JSON, JsonWords.of(e));
        }
    }

    private static Row row(JsonNode json, String text, Origin origin, @Nullable RowPlace place) {
        if (json.isMissingNode()) {
            return new Row.Broken(origin, Reasons.BAD_JSON, "there is no value (a comma too many?)");
        }
        if (!(json instanceof ObjectNode object)) {
            return new Row.Broken(
                    origin,
                    Reasons.WRONG_TYPE,
                    "the row is no JSON object but "
                            + article(json.getNodeType().name()));
        }
        if (hasLoneSurrogate(object)) {
            return new Row.Broken(
                    origin,
                    Reasons.BAD_ENCODING,
                    "a text holds half of a surrogate pair (such as \\ud83d alone), which is no character");
        }
        dropNonNumbers(object);
        return new Row.Valid(origin, object, () -> text, place);
    }

    /** Recursion is safe: the parser has refused anything nested deeper than a few hundred levels. */
    private static boolean hasLoneSurrogate(JsonNode node) {
        if (node.isString()) {
            return Texts.hasLoneSurrogate(node.stringValue());
        }
        if (node.propertyStream().anyMatch(property -> Texts.hasLoneSurrogate(property.getKey()))) {
            return true;
        }
        for (JsonNode child : node) {
            if (hasLoneSurrogate(child)) {
                return true;
            }
        }
        return false;
    }

    /** Python's NaN and Infinity, and numbers beyond all bounds, as nothing. */
    private static void dropNonNumbers(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> {
                dropNonNumbers(property.getValue());
                if (isNoNumber(property.getValue())) {
                    property.setValue(object.nullNode());
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                dropNonNumbers(array.get(i));
                if (isNoNumber(array.get(i))) {
                    array.setNull(i);
                }
            }
        }
    }

    private static boolean isNoNumber(JsonNode node) {
        return node.isDouble() && !Double.isFinite(node.doubleValue());
    }

    private static String article(String nodeType) {
        String name = nodeType.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "null" -> "null";
            case "array" -> "an array";
            default -> "a " + name;
        };
    }

    private static String hint(byte[] bytes, int from, int length) {
        if (length > 1 && bytes[from] == 0x1f && bytes[from + 1] == (byte) 0x8b) {
            return "it looks like gzip; let the file's name end in .gz";
        }
        for (int i = 0; i < Math.min(length, 64); i++) {
            if (bytes[from + i] == 0) {
                return "it looks like UTF-16; write the file in UTF-8";
            }
        }
        return "write the file in UTF-8";
    }
}
