package org.counterpoint.engine.weights.gguf;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.engine.ModelException;

/** A file's metadata, read key by key with errors that name the file, the key and what is needed. */
record Metadata(Path file, Map<String, MetadataValue> values) {

    Collection<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return value(key, MetadataValue.Text.class, "a string").map(MetadataValue.Text::value);
    }

    Optional<List<String>> texts(String key) {
        return value(key, MetadataValue.Texts.class, "an array of strings").map(MetadataValue.Texts::values);
    }

    Optional<MetadataValue.Numbers> numbers(String key) {
        return value(key, MetadataValue.Numbers.class, "an array of numbers");
    }

    Optional<Boolean> flag(String key) {
        return value(key, MetadataValue.Flag.class, "true or false").map(MetadataValue.Flag::value);
    }

    /** A whole number from 0 that fits 31 bits. */
    Optional<Integer> whole(String key) {
        Optional<Long> number =
                value(key, MetadataValue.Whole.class, "a whole number").map(MetadataValue.Whole::value);
        return number.map(value -> {
            if (value < 0 || value > Integer.MAX_VALUE) {
                throw fault(key, "is " + value + ": a whole number from 0 to " + Integer.MAX_VALUE + " is needed");
            }
            return value.intValue();
        });
    }

    int size(String key) {
        return whole(key).orElseThrow(() -> fault(key, "is missing: the file does not say what model it is"));
    }

    Optional<Double> real(String key) {
        if (values.get(key) instanceof MetadataValue.Whole whole) {
            return Optional.of((double) whole.value());
        }
        return value(key, MetadataValue.Real.class, "a number").map(MetadataValue.Real::value);
    }

    ModelException fault(String key, String fault) {
        return new ModelException(file + ": `" + key + "` " + fault);
    }

    private <T extends MetadataValue> Optional<T> value(String key, Class<T> kind, String need) {
        MetadataValue value = values.get(key);
        if (value != null && !kind.isInstance(value)) {
            throw fault(key, "must be " + need);
        }
        return Optional.ofNullable(kind.cast(value));
    }
}
