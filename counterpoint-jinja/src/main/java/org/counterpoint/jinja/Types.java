package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python knows of a value by its type: name, truth, length, items, equality, order. */
final class Types {
    private Types() {}

    /** Python's name of the type, for errors. */
    static String name(Value value) {
        if (value instanceof Value.Undefined undefined) {
            return undefined.why();
        }
        return switch (kind(value)) {
            case "Text" -> "str";
            case "Int" -> "int";
            case "Real" -> "float";
            case "Bool" -> "bool";
            case "None" -> "None";
            case "ListValue" -> "list";
            case "TupleValue" -> "tuple";
            case "DictValue" -> "dict";
            case "Once" -> "generator";
            case "Namespace" -> "namespace";
            case "Function" -> "function";
            default -> value instanceof Value.View view ? view.kind() : ((Value.Special) value).name();
        };
    }

    private static String kind(Value value) {
        return value.getClass().getSimpleName();
    }

    static boolean truth(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Text text) {
            return !text.value().isEmpty();
        }
        if (value instanceof Value.Int number) {
            return number.value() != 0;
        }
        if (value instanceof Value.Real number) {
            return number.value() != 0;
        }
        if (value instanceof Value.DictValue dict) {
            return !dict.entries().isEmpty();
        }
        List<Value> items = itemsOf(value);
        return items == null ? !(value instanceof Value.None || value instanceof Value.Undefined) : !items.isEmpty();
    }

    /** The items of a list, tuple or view; null for all else. */
    static @Nullable List<Value> itemsOf(Value value) {
        if (value instanceof Value.ListValue list) {
            return list.items();
        }
        if (value instanceof Value.TupleValue tuple) {
            return tuple.items();
        }
        return value instanceof Value.View view ? view.items() : null;
    }

    /** What iterating over the value gives; null where Python cannot. */
    static @Nullable List<Value> iterate(Value value, RenderBudget budget) {
        List<Value> items = itemsOf(value);
        if (items != null) {
            budget.steps(items.size());
            return items;
        }
        if (value instanceof Value.Undefined) {
            return List.of();
        }
        if (value instanceof Value.DictValue dict) {
            budget.items(dict.entries().size());
            return List.copyOf(dict.entries().keySet());
        }
        List<Value> copied = new ArrayList<>();
        if (value instanceof Value.Text text) {
            budget.items(text.value().length());
            text.value().codePoints().forEach(c -> copied.add(Value.of(Character.toString(c))));
            return copied;
        }
        if (value instanceof Value.Once once) {
            Iterator<Value> rest = once.rest();
            while (rest.hasNext()) {
                budget.items(1);
                copied.add(rest.next());
            }
            return copied;
        }
        return null;
    }

    static List<Value> iterateOrFail(Value value, RenderBudget budget) {
        List<Value> items = iterate(value, budget);
        if (items == null) {
            throw new TemplateFault(name(value) + " cannot be iterated over");
        }
        return items;
    }

    /** Python's {@code len}; -1 where it has none. */
    static long length(Value value) {
        if (value instanceof Value.Text text) {
            return Strings.length(text.value());
        }
        if (value instanceof Value.DictValue dict) {
            return dict.entries().size();
        }
        if (value instanceof Value.Undefined) {
            return 0;
        }
        List<Value> items = itemsOf(value);
        return items == null ? -1 : items.size();
    }

    static long integer(Value value, String what) {
        if (value instanceof Value.Int number) {
            return number.value();
        }
        if (value instanceof Value.Bool bool) {
            return bool.value() ? 1 : 0;
        }
        throw new TemplateFault(what + " must be an integer, not " + name(value));
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Bool;
    }

    /** A number as a double. */
    static double real(Value value) {
        return value instanceof Value.Real number ? number.value() : integer(value, "the value");
    }

    /** Python's {@code ==}. */
    static boolean equal(Value a, Value b) {
        if (isNumber(a) && isNumber(b)) {
            return a instanceof Value.Real || b instanceof Value.Real
                    ? real(a) == real(b)
                    : integer(a, "") == integer(b, "");
        }
        if (a instanceof Value.Text left && b instanceof Value.Text right) {
            return left.value().equals(right.value());
        }
        if (a instanceof Value.ListValue left && b instanceof Value.ListValue right) {
            return equalItems(left.items(), right.items());
        }
        if (a instanceof Value.TupleValue left && b instanceof Value.TupleValue right) {
            return equalItems(left.items(), right.items());
        }
        if (a instanceof Value.DictValue left && b instanceof Value.DictValue right) {
            return equalEntries(left.entries(), right.entries());
        }
        if (a instanceof Value.View left && b instanceof Value.View right) {
            return left.kind().equals(right.kind()) && equalItems(left.items(), right.items());
        }
        return a instanceof Value.None && b instanceof Value.None
                || a instanceof Value.Undefined && b instanceof Value.Undefined
                || a == b;
    }

    private static boolean equalItems(List<Value> a, List<Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Map<Value, Value> a, Map<Value, Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<Value, Value> entry : a.entrySet()) {
            Value other = b.get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    /** Python's order of numbers, strings, lists and tuples. */
    static int compare(Value a, Value b) {
        if (isNumber(a) && isNumber(b)) {
            return a instanceof Value.Real || b instanceof Value.Real
                    ? Double.compare(real(a), real(b) + 0.0)
                    : Long.compare(integer(a, ""), integer(b, ""));
        }
        if (a instanceof Value.Text left && b instanceof Value.Text right) {
            return Strings.compare(left.value(), right.value());
        }
        boolean lists = a instanceof Value.ListValue && b instanceof Value.ListValue;
        List<Value> left = itemsOf(a);
        List<Value> right = itemsOf(b);
        if (left == null
                || right == null
                || !lists && !(a instanceof Value.TupleValue && b instanceof Value.TupleValue)) {
            throw new TemplateFault(name(a) + " and " + name(b) + " have no order");
        }
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return compare(left.get(i), right.get(i));
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** The value as a dict's key. */
    static Value key(Value value) {
        boolean plain = value instanceof Value.Text || value instanceof Value.Int || value instanceof Value.None;
        if (value instanceof Value.Text text && text.safe()) {
            return Value.of(text.value());
        }
        if (value instanceof Value.TupleValue tuple) {
            tuple.items().forEach(Types::key);
            return value;
        }
        if (!plain) {
            throw new TemplateFault(
                    "a dict's key must be a string, an integer, none, or a tuple of these, not " + name(value));
        }
        return value;
    }
}
