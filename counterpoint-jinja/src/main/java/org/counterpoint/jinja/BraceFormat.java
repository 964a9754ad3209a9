package org.counterpoint.jinja;

import org.jspecify.annotations.Nullable;

/** {@code "...{}...".format(...)} with fields by order, number or name, without format codes or attributes. */
final class BraceFormat {
    private BraceFormat() {}

    static String format(String format, Args args, RenderBudget budget) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        int i = 0;
        while (i < format.length()) {
            char c = format.charAt(i);
            if (format.startsWith("{{", i) || format.startsWith("}}", i)) {
                out.append(c);
                i += 2;
            } else if (c == '{') {
                int end = format.indexOf('}', i);
                String field = end < 0 ? "{" : format.substring(i + 1, end);
                Value value = value(field, field.isEmpty() ? next++ : -1, args);
                if (value == null) {
                    throw new TemplateFault(
                            "format: the field {" + field + "} has no value, or is of a kind not supported here");
                }
                String text = Printing.str(value, budget);
                budget.characters(text.length());
                out.append(text);
                i = end + 1;
            } else if (c == '}') {
                throw new TemplateFault("format: a single \"}\"");
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static @Nullable Value value(String field, int order, Args args) {
        boolean number = !field.isEmpty() && field.length() < 6 && field.chars().allMatch(c -> c >= '0' && c <= '9');
        if (order >= 0 || number) {
            int index = number ? Integer.parseInt(field) : order;
            return index < args.positional().size() ? args.positional().get(index) : null;
        }
        return args.named().get(field);
    }
}
