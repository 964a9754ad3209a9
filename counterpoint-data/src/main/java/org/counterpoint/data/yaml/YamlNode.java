package org.counterpoint.data.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file. */
public sealed interface YamlNode {

    YamlPlace place();

    /** What it is, for a person who wrote another. */
    String kind();

    /** What stands there, for a message; long texts are cut. */
    String describe();

    /** The value for a setting to read: a map, a list, a text (numbers and truth values too) or null. */
    @Nullable
    Object plain();

    /**
     * A name's value.
     *
     * @param name where the name stands
     */
    record Entry(YamlPlace name, YamlNode value) {}

    /**
     * Text, a number, a truth value or nothing.
     *
     * @param text as it stands in the file, quotes and escapes resolved
     */
    record Scalar(YamlPlace place, Type type, String text) implements YamlNode {
        private static final int SHOWN = 60;

        /** A text. */
        public static Scalar text(YamlPlace place, String text) {
            return new Scalar(place, Type.TEXT, text);
        }

        /** How an unquoted scalar is understood; a quoted one is text. */
        public enum Type {
            TEXT,
            NUMBER,
            TRUTH,
            NOTHING
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "text";
                case NUMBER -> "a number";
                case TRUTH -> "a truth value";
                case NOTHING -> "empty";
            };
        }

        /** Whether nothing stands there: no value, {@code ~} or {@code null}. */
        public boolean isNull() {
            return type == Type.NOTHING;
        }

        @Override
        public String describe() {
            return isNull() ? "nothing" : text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        }

        @Override
        public @Nullable Object plain() {
            return isNull() ? null : text;
        }
    }

    /** A list. */
    record Sequence(YamlPlace place, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String describe() {
            return kind();
        }

        @Override
        public Object plain() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.plain()));
            return list;
        }
    }

    /** Names with their values, in the file's order. */
    record Mapping(YamlPlace place, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The value of this name; null where there is none. */
        public @Nullable YamlNode get(String name) {
            Entry entry = entries.get(name);
            return entry == null ? null : entry.value();
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        @Override
        public String describe() {
            return kind();
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((name, entry) -> map.put(name, entry.value().plain()));
            return map;
        }
    }
}
