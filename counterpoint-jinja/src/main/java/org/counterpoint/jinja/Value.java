package org.counterpoint.jinja;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a template computes with: the Python values that transformers gives a template, and Jinja's own. */
public sealed interface Value {
    Value NONE = new None();

    static Value of(String text) {
        return new Text(text, false);
    }

    static Value of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    static Value of(long value) {
        return new Int(value);
    }

    static Value list(List<Value> items) {
        return new ListValue(items, Depth.above(items));
    }

    static Value dict(Map<String, Value> entries) {
        Map<Value, Value> map = new LinkedHashMap<>();
        entries.forEach((key, value) -> map.put(of(key), value));
        return new DictValue(map, Depth.above(map.values()));
    }

    /**
     * A string.
     *
     * @param safe whether it went through {@code safe} or {@code escape}. Printing and {@code ~} take it as any
     *     string; other operations on it escape HTML in Jinja, which is nothing for a chat: they are refused
     */
    record Text(String value, boolean safe) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    record Bool(boolean value) implements Value {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);
    }

    record None() implements Value {}

    /** Of a name, attribute or item that is not there: prints as nothing, is false; all else is an error with {@code why}. */
    record Undefined(String why) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Undefined;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /**
     * A list.
     *
     * @param depth how deep it nests, itself included
     */
    record ListValue(List<Value> items, int depth) implements Value {}

    record TupleValue(List<Value> items, int depth) implements Value {}

    /** Keys are strings, integers, None, or tuples of these, in the order of insertion. */
    record DictValue(Map<Value, Value> entries, int depth) implements Value {}

    /** {@code range(...)}, and {@code items()}, {@code keys()}, {@code values()} of a dict: can be read again, but is no list. */
    record View(String kind, List<Value> items) implements Value {}

    /** What {@code map}, {@code select} and the like give: can be read once, has no length, is always true. */
    record Once(Iterator<Value> rest) implements Value {}

    /** {@code namespace(...)}: the one value that a template can change. */
    record Namespace(Map<String, Value> attributes) implements Value {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** A macro, a global function, a bound method; {@code name} for errors. */
    record Function(String name, Body body) implements Value {
        /** What a call does. */
        interface Body {
            Value call(Args args);
        }
    }

    /** An object with attributes of its own, such as {@code loop}. */
    non-sealed interface Special extends Value {
        /** For errors. */
        String name();

        /** The attribute, an {@link Undefined} where there is none. */
        Value attribute(String attribute);

        /** What calling it does. */
        Value call(Args args);
    }
}
