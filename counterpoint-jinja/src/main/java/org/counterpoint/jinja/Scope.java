package org.counterpoint.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values; a name not set here is looked up further out. */
final class Scope {
    private final @Nullable Scope outer;
    private final Map<String, Value> values;

    private Scope(@Nullable Scope outer, Map<String, Value> values) {
        this.outer = outer;
        this.values = values;
    }

    static Scope of(Map<String, Value> values) {
        return new Scope(null, new HashMap<>(values));
    }

    Scope inner() {
        return new Scope(this, new HashMap<>());
    }

    void set(String name, Value value) {
        values.put(name, value);
    }

    /** The value, or null where no scope has the name. */
    @Nullable
    Value find(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Value value = scope.values.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
