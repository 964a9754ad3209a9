package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, evaluated. */
record Args(List<Value> positional, Map<String, Value> named) {
    static final Args NONE = new Args(List.of(), Map.of());

    /** Puts one argument before the others. */
    Args with(Value first) {
        List<Value> all = new ArrayList<>(List.of(first));
        all.addAll(positional);
        return new Args(all, named);
    }

    /**
     * Matches arguments with parameters as Python does.
     *
     * @param function its name, for errors
     * @param parameters names; one that ends in {@code =} may be left out
     */
    Bound bind(String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw new TemplateFault(
                    function + " takes at most " + parameters.length + " arguments, not " + positional.size());
        }
        Map<String, Value> values = new HashMap<>();
        Map<String, Value> rest = new HashMap<>(named);
        for (int i = 0; i < parameters.length; i++) {
            boolean optional = parameters[i].endsWith("=");
            String name = optional ? parameters[i].substring(0, parameters[i].length() - 1) : parameters[i];
            Value value = rest.remove(name);
            if (i < positional.size()) {
                if (value != null) {
                    throw new TemplateFault(function + ": argument \"" + name + "\" is given twice");
                }
                value = positional.get(i);
            }
            if (value != null) {
                values.put(name, value);
            } else if (!optional) {
                throw new TemplateFault(function + ": argument \"" + name + "\" is missing");
            }
        }
        if (!rest.isEmpty()) {
            throw new TemplateFault(
                    function + " has no argument \"" + rest.keySet().iterator().next() + "\"");
        }
        return new Bound(function, values);
    }

    /** Arguments by parameter. */
    record Bound(String function, Map<String, Value> values) {
        @Nullable
        Value optional(String name) {
            return values.get(name);
        }

        Value get(String name) {
            Value value = values.get(name);
            if (value == null) {
                throw new TemplateFault(function + ": argument \"" + name + "\" is missing");
            }
            return value;
        }

        Value get(String name, Value otherwise) {
            return values.getOrDefault(name, otherwise);
        }

        boolean isNone(String name) {
            return values.getOrDefault(name, Value.NONE) instanceof Value.None;
        }

        String text(String name) {
            if (get(name) instanceof Value.Text text) {
                return text.value();
            }
            throw new TemplateFault(
                    function + ": argument \"" + name + "\" must be a string, not " + Types.name(get(name)));
        }

        String text(String name, String otherwise) {
            return values.containsKey(name) ? text(name) : otherwise;
        }

        long integer(String name, long otherwise) {
            Value value = values.get(name);
            return value == null ? otherwise : Types.integer(value, function + ": argument \"" + name + "\"");
        }

        boolean flag(String name, boolean otherwise) {
            Value value = values.get(name);
            return value == null ? otherwise : Types.truth(value);
        }
    }
}
