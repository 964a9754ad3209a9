package org.counterpoint.train.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checked values by path, with their Java types. */
record Values(Map<String, @Nullable Object> all) {

    static Object required(Map<String, @Nullable Object> all, String path) {
        Object value = all.get(path);
        if (value == null) {
            throw new IllegalArgumentException("no value for the setting " + path);
        }
        return value;
    }

    double real(String path) {
        return (Double) required(all, path);
    }

    long whole(String path) {
        return (Long) required(all, path);
    }

    boolean flag(String path) {
        return (Boolean) required(all, path);
    }

    String text(String path) {
        return (String) required(all, path);
    }

    @Nullable
    String optionalText(String path) {
        return (String) all.get(path);
    }

    /** A list of texts; empty where there is none. */
    List<String> texts(String path) {
        return all.get(path) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }
}
