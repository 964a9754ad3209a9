package org.counterpoint.recipe.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML value with its place. */
public sealed interface Tree {

    Place place();

    /** What it is, in words for a message. */
    String describe();

    /** The same without places: a map, a list, a text or null. */
    @Nullable
    Object plain();

    /**
     * One value.
     *
     * @param text as written, without quotes; numbers and truth values too
     * @param isText whether it is one, and no number, truth value or nothing
     */
    record Scalar(String text, boolean isText, Place place) implements Tree {
        private static final int SHOWN = 60;

        /** Whether nothing stands there: no value, {@code ~} or {@code null}. */
        public boolean isNull() {
            return !isText && text.isEmpty();
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

    record Items(List<Tree> items, Place place) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(item.plain()));
            return list;
        }
    }

    /** A mapping, in the order written. */
    record Fields(Map<String, Entry> entries, Place place) implements Tree {
        public Fields {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public @Nullable Tree get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        @Override
        public String describe() {
            return "a mapping";
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries.forEach((key, entry) -> map.put(key, entry.value().plain()));
            return map;
        }
    }

    /** A key's place and its value. */
    record Entry(Place keyPlace, Tree value) {}
}
