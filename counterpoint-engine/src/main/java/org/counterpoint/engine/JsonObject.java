package org.counterpoint.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object of a file, read key by key with errors that name the file, the key, the value and the mend.
 * An absent key and a null are the same, as they are to transformers wherever a default is null.
 */
public record JsonObject(Path file, String path, ObjectNode node) {
    private static final long LARGEST_FILE = 64L << 20;

    public static final JsonMapper MAPPER = JsonMapper.shared();

    /** @throws ModelException if it cannot be read, or is no JSON object */
    public static JsonObject read(Path file) {
        return parse(file, bytes(file));
    }

    /** The bytes of a file that may hold JSON of a sane size. */
    public static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw new ModelException(file + " is " + size + " bytes long: no JSON file of a model is that large");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ModelException(file + " is missing", e);
        } catch (IOException e) {
            throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws ModelException if it is no JSON object */
    public static JsonObject parse(Path file, byte[] bytes) {
        return new JsonObject(file, "", JsonText.object(file, bytes));
    }

    /** As it is written to files. */
    public static byte[] pretty(ObjectNode node) {
        return (MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public Collection<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /** Whether the key is there, and its value no null. */
    public boolean has(String key) {
        JsonNode value = node.get(key);
        return value != null && !value.isNull();
    }

    /** The value as it stands in the file, cut where it is long. */
    public String shown(String key) {
        String text = String.valueOf(node.get(key));
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    /** That a value cannot be used. */
    public ModelException fault(String key, String mend) {
        return new ModelException(file + ": `" + path + key + "` is " + shown(key) + ": " + mend);
    }

    /** That a key must be there. */
    public ModelException missing(String key) {
        return new ModelException(file + ": `" + path + key + "` is missing: add it as the model's maker gives it");
    }

    /** A whole number from 1, which must be there. */
    public int size(String key, int most) {
        if (!has(key)) {
            throw missing(key);
        }
        return size(key, most, 0);
    }

    public int size(String key, int most, int otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        return wholeNumber(key, 1, most);
    }

    public int wholeNumber(String key, int least, int most) {
        return wholeNumber(key, node.get(key), least, most);
    }

    private int wholeNumber(String key, JsonNode value, int least, int most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw fault(key, "a whole number from " + least + " to " + most + " is needed");
        }
        return value.intValue();
    }

    public double positive(String key, double otherwise) {
        return has(key) ? positive(key) : otherwise;
    }

    public double positive(String key) {
        double value = number(key);
        if (!(value > 0)) {
            throw fault(key, "a number above 0 is needed");
        }
        return value;
    }

    public double number(String key) {
        if (!has(key)) {
            throw missing(key);
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw fault(key, "a finite number is needed");
        }
        return value.doubleValue();
    }

    public boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            throw fault(key, "true or false is needed");
        }
        return node.get(key).booleanValue();
    }

    public Optional<String> text(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (!node.get(key).isString()) {
            throw fault(key, "a string is needed");
        }
        return Optional.of(node.get(key).stringValue());
    }

    public Optional<List<String>> texts(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        if (!node.get(key).isArray()) {
            throw fault(key, "a list of strings is needed");
        }
        for (JsonNode item : node.get(key)) {
            if (!item.isString()) {
                throw fault(key, "a list of strings is needed");
            }
            texts.add(item.stringValue());
        }
        return Optional.of(texts);
    }

    /** A whole number, or a list of them; empty where absent. */
    public List<Integer> wholeNumbers(String key, int least, int most) {
        if (!has(key)) {
            return List.of();
        }
        JsonNode value = node.get(key);
        if (!value.isArray()) {
            return List.of(wholeNumber(key, value, least, most));
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode item : value) {
            numbers.add(wholeNumber(key, item, least, most));
        }
        return numbers;
    }

    public Optional<JsonObject> object(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (node.get(key) instanceof ObjectNode object) {
            return Optional.of(new JsonObject(file, path + key + ".", object));
        }
        throw fault(key, "an object is needed");
    }
}
