package org.counterpoint.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checked values by name, with their Java types. */
public record Values(Map<String, @Nullable Object> all) {
    public Values {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    /** Whether there is a value of this name, and not "none". */
    public boolean has(String name) {
        return all.get(name) != null;
    }

    private Object required(String name) {
        Object value = all.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for the setting " + name);
        }
        return value;
    }

    public double real(String name) {
        return (Double) required(name);
    }

    public long whole(String name) {
        return (Long) required(name);
    }

    /** A whole number whose type keeps it within an {@code int}. */
    public int integer(String name) {
        return Math.toIntExact(whole(name));
    }

    public @Nullable Long optionalWhole(String name) {
        return (Long) all.get(name);
    }

    public boolean flag(String name) {
        return (Boolean) required(name);
    }

    public String text(String name) {
        return (String) required(name);
    }

    public @Nullable String optionalText(String name) {
        return (String) all.get(name);
    }

    /** A list of texts; empty where there is none. */
    public List<String> texts(String name) {
        return all.get(name) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    /** The constant that a word stands for. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return constant(text(name), type);
    }

    /** The constants that a list of words stands for. */
    public <E extends Enum<E>> Set<E> choices(String name, Class<E> type) {
        return texts(name).stream().map(word -> constant(word, type)).collect(Collectors.toUnmodifiableSet());
    }

    private static <E extends Enum<E>> E constant(String word, Class<E> type) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The values of a block, by their names within it. */
    Values within(String block) {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(block + ".")) {
                inner.put(name.substring(block.length() + 1), value);
            }
        });
        return new Values(inner);
    }
}
