package org.counterpoint.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code "..." % values}: the conversions s, r, d, i, f and %, with flags, width and precision. */
final class PercentFormat {
    private static final Pattern CONVERSION =
            Pattern.compile("%(?:\\(([^)]*)\\))?([-0+ ]*)([0-9]{0,6})(?:\\.([0-9]{0,3}))?(.?)", Pattern.DOTALL);

    private PercentFormat() {}

    static String format(String format, Value values, RenderBudget budget) {
        List<Value> list = values instanceof Value.TupleValue tuple ? tuple.items() : List.of(values);
        boolean mapping = values instanceof Value.DictValue;
        Matcher matcher = CONVERSION.matcher(format);
        StringBuilder out = new StringBuilder();
        int next = 0;
        int from = 0;
        while (matcher.find(from)) {
            out.append(format, from, matcher.start());
            from = matcher.end();
            if (matcher.group(5).equals("%")) {
                out.append('%');
                continue;
            }
            Value value;
            if (matcher.group(1) != null) {
                value = mapping ? ((Value.DictValue) values).entries().get(Value.of(matcher.group(1))) : null;
                if (value == null) {
                    throw new TemplateFault("%(" + matcher.group(1) + "): there is no such value");
                }
            } else {
                if (next >= list.size()) {
                    throw new TemplateFault("% has fewer values than its format asks for");
                }
                value = list.get(next++);
            }
            String text = convert(matcher, value, budget);
            budget.characters(text.length());
            out.append(text);
        }
        if (next < list.size() && !mapping) {
            throw new TemplateFault("% has more values than its format asks for");
        }
        return out.append(format.substring(from)).toString();
    }

    private static String convert(Matcher matcher, Value value, RenderBudget budget) {
        String flags = matcher.group(2);
        String precision = matcher.group(4);
        String text =
                switch (matcher.group(5)) {
                    case "s" -> cut(Printing.str(value, budget), precision);
                    case "r" -> {
                        StringBuilder out = new StringBuilder();
                        Printing.repr(value, out, budget);
                        yield cut(out.toString(), precision);
                    }
                    case "d", "i" -> sign(flags, whole(value));
                    case "f" -> sign(flags, fixed(value, precision == null ? 6 : number(precision)));
                    default ->
                        throw new TemplateFault("%" + matcher.group(5) + " is not supported; use s, r, d, i or f");
                };
        return pad(text, flags, number(matcher.group(3)), !"sr".contains(matcher.group(5)), budget);
    }

    private static int number(String digits) {
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static String cut(String text, @org.jspecify.annotations.Nullable String precision) {
        return precision == null || number(precision) >= Strings.length(text)
                ? text
                : text.substring(0, text.offsetByCodePoints(0, number(precision)));
    }

    private static String whole(Value value) {
        if (value instanceof Value.Real real) {
            if (Math.abs(real.value()) < 9e18) {
                return Long.toString((long) real.value());
            }
            throw new TemplateFault("an integer field of a number of more than 64 bits");
        }
        return Long.toString(Types.integer(value, "the value of an integer field"));
    }

    private static String fixed(Value value, int digits) {
        if (!Types.isNumber(value) || Double.isNaN(Types.real(value)) || Double.isInfinite(Types.real(value))) {
            throw new TemplateFault("%f needs a finite number");
        }
        double number = Types.real(value);
        String text =
                new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        return (number < 0 || 1 / number < 0) && !text.startsWith("-") ? "-" + text : text;
    }

    private static String sign(String flags, String number) {
        return number.startsWith("-")
                ? number
                : flags.contains("+") ? "+" + number : flags.contains(" ") ? " " + number : number;
    }

    private static String pad(String text, String flags, int width, boolean number, RenderBudget budget) {
        String fill = Strings.repeat(
                flags.contains("0") && number && !flags.contains("-") ? "0" : " ",
                (long) width - Strings.length(text),
                budget);
        if (flags.contains("-")) {
            return text + fill;
        }
        boolean signed = fill.startsWith("0") && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
        return signed ? text.charAt(0) + fill + text.substring(1) : fill + text;
    }
}
