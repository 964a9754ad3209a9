package org.counterpoint.data.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a YAML file. */
public sealed interface YamlNode {

    YamlPlace place();

    /** What it is, for a person who wrote another. */
    String kind();

    /**
     * Text, a number, a truth value or nothing.
     *
     * @param text as it stands in the file, quotes and escapes resolved
     */
    record Scalar(YamlPlace place, Type type, String text) implements YamlNode {
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
    }

    /** Names with their values, in the file's order. */
    record Mapping(YamlPlace place, Map<String, Entry> entries) implements YamlNode {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** @param name where the name stands */
        public record Entry(YamlPlace name, YamlNode value) {}

        @Override
        public String kind() {
            return "a mapping";
        }
    }
}
