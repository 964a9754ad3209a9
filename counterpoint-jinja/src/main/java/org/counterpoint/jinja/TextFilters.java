package org.counterpoint.jinja;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters that make text; they take any value by its text form. */
final class TextFilters {
    private static final Pattern WORD_BREAK = Pattern.compile("[-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");

    private TextFilters() {}

    /** The text of a value, which must not be a safe string. */
    private static String plain(Value value, RenderBudget budget) {
        if (value instanceof Value.Text text) {
            Operators.requirePlain(text);
        }
        return Printing.str(value, budget);
    }

    static Value upper(Value value, Args args, RenderBudget budget) {
        args.bind("upper");
        return budget.text(plain(value, budget).toUpperCase(Locale.ROOT));
    }

    static Value lower(Value value, Args args, RenderBudget budget) {
        args.bind("lower");
        return budget.text(plain(value, budget).toLowerCase(Locale.ROOT));
    }

    static Value capitalize(Value value, Args args, RenderBudget budget) {
        args.bind("capitalize");
        return budget.text(Strings.capitalize(plain(value, budget)));
    }

    /** Words begin after white space, hyphens and opening brackets only, unlike the method of that name. */
    static Value title(Value value, Args args, RenderBudget budget) {
        args.bind("title");
        String text = plain(value, budget);
        StringBuilder out = new StringBuilder();
        Matcher breaks = WORD_BREAK.matcher(text);
        int start = 0;
        while (breaks.find()) {
            out.append(word(text.substring(start, breaks.start()))).append(breaks.group());
            start = breaks.end();
        }
        return budget.text(out.append(word(text.substring(start))).toString());
    }

    private static String word(String word) {
        if (word.isEmpty()) {
            return word;
        }
        int first = Character.charCount(word.codePointAt(0));
        return word.substring(0, first).toUpperCase(Locale.ROOT)
                + word.substring(first).toLowerCase(Locale.ROOT);
    }

    static Value trim(Value value, Args args, RenderBudget budget) {
        Args.Bound bound = args.bind("trim", "chars=");
        String characters = bound.isNone("chars") ? null : bound.text("chars");
        return budget.text(Strings.strip(plain(value, budget), characters, true, true));
    }

    static Value replace(Value value, Args args, RenderBudget budget) {
        Args.Bound bound = args.bind("replace", "old", "new", "count=");
        long count = bound.isNone("count") ? -1 : bound.integer("count", -1);
        return Value.of(Strings.replace(
                plain(value, budget), plain(bound.get("old"), budget), plain(bound.get("new"), budget), count, budget));
    }

    static Value indent(Value value, Args args, RenderBudget budget) {
        Args.Bound bound = args.bind("indent", "width=", "first=", "blank=");
        if (!(value instanceof Value.Text)) {
            throw new TemplateFault("indent needs a string, not " + Types.name(value));
        }
        String indent = bound.optional("width") instanceof Value.Text text
                ? text.value()
                : Strings.repeat(" ", bound.integer("width", 4), budget);
        boolean blank = bound.flag("blank", false);
        List<String> lines = Strings.lines(plain(value, budget) + "\n", false);
        budget.characters((long) lines.size() * indent.length());
        StringBuilder out = new StringBuilder(bound.flag("first", false) ? indent : "");
        for (int i = 0; i < lines.size(); i++) {
            boolean indented = i > 0 && (blank || !lines.get(i).isEmpty());
            out.append(i > 0 ? "\n" : "").append(indented ? indent : "").append(lines.get(i));
        }
        return budget.text(out.toString());
    }

    static Value center(Value value, Args args, RenderBudget budget) {
        Value width = args.bind("center", "width=").get("width", Value.of(80));
        return new TextMethods(budget)
                .call(
                        "center",
                        new Value.Text(plain(value, budget), false),
                        new Args(List.of(width), java.util.Map.of()));
    }

    static Value truncate(Value value, Args args, RenderBudget budget) {
        Args.Bound bound = args.bind("truncate", "length=", "killwords=", "end=", "leeway=");
        if (!(value instanceof Value.Text)) {
            throw new TemplateFault("truncate needs a string, not " + Types.name(value));
        }
        String text = plain(value, budget);
        String end = bound.text("end", "...");
        long length = bound.integer("length", 255);
        long leeway = bound.isNone("leeway") ? 5 : bound.integer("leeway", 5);
        long kept = length - Strings.length(end);
        if (kept < 0 || leeway < 0) {
            throw new TemplateFault("truncate: the length must not be less than the end's, nor the leeway negative");
        }
        if (Strings.length(text) - leeway <= length) {
            return value;
        }
        String cut = text.substring(0, text.offsetByCodePoints(0, (int) kept));
        int space = cut.lastIndexOf(' ');
        return budget.text((bound.flag("killwords", false) || space < 0 ? cut : cut.substring(0, space)) + end);
    }

    static Value wordCount(Value value, Args args, RenderBudget budget) {
        args.bind("wordcount");
        return Value.of(WORD.matcher(plain(value, budget)).results().count());
    }

    static Value format(Value value, Args args, RenderBudget budget) {
        String format = plain(value, budget);
        if (args.named().isEmpty()) {
            Value values = new Value.TupleValue(args.positional(), Depth.above(args.positional()));
            return budget.text(PercentFormat.format(format, values, budget));
        }
        if (!args.positional().isEmpty()) {
            throw new TemplateFault("format takes values by place or by name, not both");
        }
        return budget.text(PercentFormat.format(format, Value.dict(args.named()), budget));
    }

    static Value string(Value value, Args args, RenderBudget budget) {
        args.bind("string");
        return value instanceof Value.Text ? value : Value.of(Printing.str(value, budget));
    }

    static Value safe(Value value, Args args, RenderBudget budget) {
        args.bind("safe");
        return new Value.Text(Printing.str(value, budget), true);
    }

    static Value escape(Value value, Args args, RenderBudget budget) {
        args.bind("escape");
        if (value instanceof Value.Text text && text.safe()) {
            return value;
        }
        String text = Printing.str(value, budget);
        budget.characters(text.length() * 2L);
        return new Value.Text(
                text.replace("&", "&amp;")
                        .replace(">", "&gt;")
                        .replace("<", "&lt;")
                        .replace("'", "&#39;")
                        .replace("\"", "&#34;"),
                true);
    }

    static Value toJson(Value value, Args args, RenderBudget budget) {
        return budget.text(Json.write(value, args, budget));
    }

    static Value orDefault(Value value, Args args) {
        Args.Bound bound = args.bind("default", "default_value=", "boolean=");
        boolean missing = value instanceof Value.Undefined || bound.flag("boolean", false) && !Types.truth(value);
        return missing ? bound.get("default_value", Value.of("")) : value;
    }
}
