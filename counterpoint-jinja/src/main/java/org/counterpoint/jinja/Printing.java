package org.counterpoint.jinja;

import java.util.List;
import java.util.Map;

/** Values as text: Python's {@code str} and {@code repr}. */
final class Printing {
    private Printing() {}

    static String str(Value value, RenderBudget budget) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Undefined) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        repr(value, out, budget);
        return out.toString();
    }

    static void repr(Value value, StringBuilder out, RenderBudget budget) {
        budget.characters(value instanceof Value.Text string ? string.value().length() : 8);
        if (value instanceof Value.Text text) {
            if (text.safe()) {
                throw new TemplateFault("a safe string inside a list or dict has no plain text form");
            }
            quote(text.value(), out);
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Real number) {
            out.append(PythonNumbers.repr(number.value()));
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value() ? "True" : "False");
        } else if (value instanceof Value.None) {
            out.append("None");
        } else if (value instanceof Value.Undefined) {
            out.append("Undefined");
        } else if (value instanceof Value.ListValue list) {
            items(list.items(), "[", "]", out, budget);
        } else if (value instanceof Value.TupleValue tuple) {
            items(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", out, budget);
        } else if (value instanceof Value.DictValue dict) {
            entries(dict.entries(), out, budget);
        } else if (value instanceof Value.View view && !view.kind().equals("range")) {
            items(view.items(), view.kind() + "([", "])", out, budget);
        } else {
            throw new TemplateFault(Types.name(value) + " has no text form");
        }
    }

    private static void items(List<Value> items, String open, String close, StringBuilder out, RenderBudget budget) {
        out.append(open);
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            repr(item, out, budget);
            separator = ", ";
        }
        out.append(close);
    }

    private static void entries(Map<Value, Value> entries, StringBuilder out, RenderBudget budget) {
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            out.append(separator);
            repr(entry.getKey(), out, budget);
            out.append(": ");
            repr(entry.getValue(), out, budget);
            separator = ", ";
        }
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (printable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(
                                c < 0x100
                                        ? "\\x%02x".formatted(c)
                                        : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                    }
                }
            }
        });
        out.append(quote);
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
