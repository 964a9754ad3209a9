package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/** The methods of Python's strings. */
final class TextMethods {
    private static final Set<String> NAMES = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "endswith",
            "find",
            "format",
            "index",
            "isalnum",
            "isalpha",
            "isdigit",
            "islower",
            "isspace",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
            "zfill");
    private static final Set<String> UNSUPPORTED = Set.of(
            "encode",
            "expandtabs",
            "format_map",
            "isascii",
            "isdecimal",
            "isidentifier",
            "isnumeric",
            "isprintable",
            "istitle",
            "maketrans",
            "translate");

    private final RenderBudget budget;

    TextMethods(RenderBudget budget) {
        this.budget = budget;
    }

    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    /** Whether Python has the method and this interpreter has not. */
    static boolean unsupported(String name) {
        return UNSUPPORTED.contains(name);
    }

    Value call(String name, Value.Text target, Args args) {
        Operators.requirePlain(target);
        String text = target.value();
        budget.characters(text.length());
        return switch (name) {
            case "strip", "lstrip", "rstrip" -> strip(name, text, args);
            case "split", "rsplit" -> split(name, text, args);
            case "startswith", "endswith" -> affix(name, text, args);
            case "find", "rfind", "index", "rindex", "count" -> search(name, text, args);
            case "center", "ljust", "rjust", "zfill" -> pad(name, text, args);
            case "partition", "rpartition" -> partition(name, text, args);
            case "replace" -> {
                Args.Bound bound = args.bind(name, "old", "new", "count=");
                yield Value.of(Strings.replace(
                        text, bound.text("old"), bound.text("new"), bound.integer("count", -1), budget));
            }
            case "join" -> join(text, args);
            case "format" -> budget.text(BraceFormat.format(text, args, budget));
            case "splitlines" ->
                texts(Strings.lines(text, args.bind(name, "keepends=").flag("keepends", false)));
            case "removeprefix" -> {
                String prefix = args.bind(name, "prefix").text("prefix");
                yield Value.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
            }
            case "removesuffix" -> {
                String suffix = args.bind(name, "suffix").text("suffix");
                yield Value.of(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
            }
            default -> {
                args.bind(name);
                yield simple(name, text);
            }
        };
    }

    private static Value simple(String name, String text) {
        return switch (name) {
            case "upper" -> Value.of(text.toUpperCase(Locale.ROOT));
            case "lower" -> Value.of(text.toLowerCase(Locale.ROOT));
            case "casefold" -> Value.of(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
            case "capitalize" -> Value.of(Strings.capitalize(text));
            case "title" -> Value.of(Strings.title(text));
            case "swapcase" -> Value.of(swapCase(text));
            case "isspace" -> Value.of(Strings.isBlank(text));
            case "isdigit" -> Value.of(all(text, Character::isDigit));
            case "isalpha" -> Value.of(all(text, Character::isLetter));
            case "isalnum" -> Value.of(all(text, Character::isLetterOrDigit));
            case "isupper" -> Value.of(isCase(text, true));
            default -> Value.of(isCase(text, false));
        };
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    /** Whether there is a letter with case, and none of the other one. */
    static boolean isCase(String text, boolean upper) {
        boolean other = text.codePoints()
                .anyMatch(
                        c -> Character.isTitleCase(c) || (upper ? Character.isLowerCase(c) : Character.isUpperCase(c)));
        return !other && text.codePoints().anyMatch(upper ? Character::isUpperCase : Character::isLowerCase);
    }

    private static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            out.append(
                    Character.isUpperCase(c)
                            ? one.toLowerCase(Locale.ROOT)
                            : Character.isLowerCase(c) ? one.toUpperCase(Locale.ROOT) : one);
        });
        return out.toString();
    }

    private static Value strip(String name, String text, Args args) {
        Args.Bound bound = args.bind(name, "chars=");
        String characters = bound.isNone("chars") ? null : bound.text("chars");
        return Value.of(Strings.strip(text, characters, !name.equals("rstrip"), !name.equals("lstrip")));
    }

    private Value split(String name, String text, Args args) {
        Args.Bound bound = args.bind(name, "sep=", "maxsplit=");
        long limit = bound.integer("maxsplit", -1);
        boolean fromEnd = name.equals("rsplit");
        if (bound.isNone("sep")) {
            return texts(fromEnd ? Strings.splitSpaceFromEnd(text, limit) : Strings.splitSpace(text, limit));
        }
        String separator = bound.text("sep");
        return texts(fromEnd ? Strings.splitFromEnd(text, separator, limit) : Strings.split(text, separator, limit));
    }

    private Value texts(List<String> parts) {
        List<Value> values = new ArrayList<>();
        parts.forEach(part -> values.add(Value.of(part)));
        return budget.list(values);
    }

    private static Value affix(String name, String text, Args args) {
        Args.Bound bound = args.bind(name, "affix", "start=", "end=");
        int[] range = range(bound, text);
        Value affix = bound.get("affix");
        List<Value> choices = affix instanceof Value.TupleValue tuple ? tuple.items() : List.of(affix);
        for (Value choice : choices) {
            if (!(choice instanceof Value.Text part)) {
                throw new TemplateFault(name + " needs a string or a tuple of strings, not " + Types.name(choice));
            }
            boolean fits = range[0] + part.value().length() <= range[1];
            int at = name.equals("startswith")
                    ? range[0]
                    : range[1] - part.value().length();
            if (fits && text.startsWith(part.value(), at)) {
                return Value.of(true);
            }
        }
        return Value.of(false);
    }

    /** The part that start and end name, in UTF-16 units. */
    private static int[] range(Args.Bound bound, String text) {
        int length = Strings.length(text);
        long start = bound.isNone("start") ? 0 : bound.integer("start", 0);
        long end = bound.isNone("end") ? length : bound.integer("end", length);
        start = start < 0 ? Math.max(0, start + length) : start;
        end = Math.min(length, end < 0 ? Math.max(0, end + length) : end);
        if (start > length || start > end) {
            // An empty range in which not even the empty string is found.
            return new int[] {text.length() + 1, text.length()};
        }
        return new int[] {text.offsetByCodePoints(0, (int) start), text.offsetByCodePoints(0, (int) end)};
    }

    private static Value search(String name, String text, Args args) {
        Args.Bound bound = args.bind(name, "sub", "start=", "end=");
        String part = bound.text("sub");
        int[] range = range(bound, text);
        if (name.equals("count")) {
            return Value.of(range[0] > range[1] ? 0 : Strings.count(text.substring(range[0], range[1]), part));
        }
        int found = -1;
        if (range[0] <= range[1]) {
            String within = text.substring(range[0], range[1]);
            int at = name.startsWith("r") ? within.lastIndexOf(part) : within.indexOf(part);
            found = at < 0 ? -1 : text.codePointCount(0, range[0] + at);
        }
        if (found < 0 && name.endsWith("index")) {
            throw new TemplateFault(name + ": the string does not hold the part");
        }
        return Value.of(found);
    }

    private Value pad(String name, String text, Args args) {
        Args.Bound bound = name.equals("zfill") ? args.bind(name, "width") : args.bind(name, "width", "fillchar=");
        String fill = name.equals("zfill") ? "0" : bound.text("fillchar", " ");
        if (Strings.length(fill) != 1) {
            throw new TemplateFault(name + ": the fill must be one character");
        }
        long width = Types.integer(bound.get("width"), name + ": the width");
        long missing = Math.max(0, width - Strings.length(text));
        if (name.equals("zfill")) {
            boolean sign = text.startsWith("-") || text.startsWith("+");
            return Value.of(text.substring(0, sign ? 1 : 0)
                    + Strings.repeat("0", missing, budget)
                    + text.substring(sign ? 1 : 0));
        }
        long left =
                switch (name) {
                    case "ljust" -> 0;
                    case "rjust" -> missing;
                    // Python puts the odd one to the left where the width is odd.
                    default -> missing / 2 + (missing & width & 1);
                };
        return Value.of(Strings.repeat(fill, left, budget) + text + Strings.repeat(fill, missing - left, budget));
    }

    private static Value partition(String name, String text, Args args) {
        String separator = args.bind(name, "sep").text("sep");
        if (separator.isEmpty()) {
            throw new TemplateFault(name + ": the separator is empty");
        }
        boolean fromEnd = name.equals("rpartition");
        int at = fromEnd ? text.lastIndexOf(separator) : text.indexOf(separator);
        List<Value> parts;
        if (at >= 0) {
            parts = List.of(
                    Value.of(text.substring(0, at)),
                    Value.of(separator),
                    Value.of(text.substring(at + separator.length())));
        } else {
            Value whole = Value.of(text);
            Value empty = Value.of("");
            parts = fromEnd ? List.of(empty, empty, whole) : List.of(whole, empty, empty);
        }
        return new Value.TupleValue(parts, 1);
    }

    private Value join(String separator, Args args) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Value item : Types.iterateOrFail(args.bind("join", "iterable").get("iterable"), budget)) {
            if (!(item instanceof Value.Text part)) {
                throw new TemplateFault("join needs strings, not " + Types.name(item));
            }
            budget.characters((long) separator.length() + part.value().length());
            out.append(first ? "" : separator).append(part.value());
            first = false;
        }
        return Value.of(out.toString());
    }
}
