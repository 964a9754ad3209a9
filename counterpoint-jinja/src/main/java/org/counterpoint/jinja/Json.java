package org.counterpoint.jinja;

import java.util.List;
import java.util.Map;

/** {@code tojson} as transformers sets it up: Python's {@code json.dumps} with {@code ensure_ascii=False}, nothing escaped for HTML. */
final class Json {
    private final StringBuilder out = new StringBuilder();
    private final RenderBudget budget;
    private final boolean ascii;
    private final boolean sorted;
    private final String indent;
    private final boolean pretty;
    private final String itemSeparator;
    private final String keySeparator;

    private Json(Args.Bound bound, RenderBudget budget) {
        this.budget = budget;
        this.ascii = bound.flag("ensure_ascii", false);
        this.sorted = bound.flag("sort_keys", false);
        this.pretty = !bound.isNone("indent");
        this.indent = !pretty
                ? ""
                : bound.get("indent") instanceof Value.Text text
                        ? text.value()
                        : Strings.repeat(" ", bound.integer("indent", 0), budget);
        List<Value> separators =
                bound.isNone("separators") ? List.of() : Types.iterateOrFail(bound.get("separators"), budget);
        if (!separators.isEmpty() && separators.size() != 2) {
            throw new TemplateFault("tojson: separators are two strings");
        }
        this.itemSeparator = separators.isEmpty() ? pretty ? "," : ", " : Printing.str(separators.get(0), budget);
        this.keySeparator = separators.isEmpty() ? ": " : Printing.str(separators.get(1), budget);
    }

    static String write(Value value, Args args, RenderBudget budget) {
        Json json = new Json(args.bind("tojson", "ensure_ascii=", "indent=", "separators=", "sort_keys="), budget);
        json.value(value, 1);
        return json.out.toString();
    }

    private void value(Value value, int level) {
        budget.characters(8L + (pretty ? (long) indent.length() * level : 0));
        if (value instanceof Value.Text text) {
            string(text.value());
        } else if (value instanceof Value.None) {
            out.append("null");
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value());
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Real number) {
            real(number.value());
        } else if (value instanceof Value.DictValue dict) {
            dict(dict, level);
        } else if (value instanceof Value.ListValue || value instanceof Value.TupleValue) {
            list(Types.iterateOrFail(value, budget), level);
        } else {
            throw new TemplateFault("tojson cannot write this: " + Types.name(value));
        }
    }

    private void real(double number) {
        String text = PythonNumbers.repr(number);
        out.append(
                switch (text) {
                    case "nan" -> "NaN";
                    case "inf" -> "Infinity";
                    case "-inf" -> "-Infinity";
                    default -> text;
                });
    }

    private void list(List<Value> items, int level) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        for (int i = 0; i < items.size(); i++) {
            out.append(i > 0 ? itemSeparator : "");
            line(level);
            value(items.get(i), level + 1);
        }
        line(level - 1);
        out.append(']');
    }

    private void dict(Value.DictValue dict, int level) {
        if (dict.entries().isEmpty()) {
            out.append("{}");
            return;
        }
        List<Map.Entry<Value, Value>> entries =
                new java.util.ArrayList<>(dict.entries().entrySet());
        if (sorted) {
            entries.sort((a, b) -> Types.compare(a.getKey(), b.getKey()));
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> entry : entries) {
            out.append(separator);
            line(level);
            string(key(entry.getKey()));
            out.append(keySeparator);
            value(entry.getValue(), level + 1);
            separator = itemSeparator;
        }
        line(level - 1);
        out.append('}');
    }

    private String key(Value key) {
        if (key instanceof Value.TupleValue) {
            throw new TemplateFault("tojson cannot write a dict whose key is a tuple");
        }
        return key instanceof Value.None ? "null" : Printing.str(key, budget);
    }

    private void line(int level) {
        if (pretty) {
            out.append('\n').append(indent.repeat(level));
        }
    }

    private void string(String text) {
        budget.characters(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
