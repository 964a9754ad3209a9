package org.counterpoint.train.objective;

import java.util.Map;

/** The values of a method's parameters, complete and checked. */
public record MethodSettings(Map<String, Object> values) {
    public MethodSettings {
        values = Map.copyOf(values);
    }

    double number(String name) {
        return (Double) get(name);
    }

    String choice(String name) {
        return (String) get(name);
    }

    private Object get(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value for the setting " + name);
        }
        return value;
    }
}
