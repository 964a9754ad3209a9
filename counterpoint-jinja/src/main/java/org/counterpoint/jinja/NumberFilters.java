package org.counterpoint.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Filters that make numbers. */
final class NumberFilters {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?([0-9]+(_[0-9]+)*\\.?([0-9]+(_[0-9]+)*)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+)?");

    private NumberFilters() {}

    static Value absolute(Value value, Args args) {
        args.bind("abs");
        if (value instanceof Value.Real number) {
            return new Value.Real(Math.abs(number.value()));
        }
        return Value.of(exact(
                "abs",
                BigDecimal.valueOf(Types.integer(value, "abs: the value")).abs()));
    }

    static Value integer(Value value, Args args) {
        Args.Bound bound = args.bind("int", "default=", "base=");
        if (bound.integer("base", 10) != 10) {
            throw new TemplateFault("int: only base 10 is supported");
        }
        Value otherwise = bound.get("default", Value.of(0));
        failIfUndefined(value);
        if (value instanceof Value.Int || value instanceof Value.Bool) {
            return Value.of(Types.integer(value, "int"));
        }
        if (value instanceof Value.Text text) {
            String digits = Strings.strip(text.value(), null, true, true);
            if (WHOLE.matcher(digits).matches()) {
                try {
                    return Value.of(Long.parseLong(digits.replace("_", "")));
                } catch (NumberFormatException e) {
                    throw new TemplateFault("int: a number of more than 64 bits");
                }
            }
        }
        Value real = parse(value);
        return real instanceof Value.Real number && Double.isFinite(number.value())
                ? Value.of(exact("int", new BigDecimal(number.value()).setScale(0, RoundingMode.DOWN)))
                : otherwise;
    }

    private static long exact(String filter, BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new TemplateFault(filter + ": a number of more than 64 bits");
        }
    }

    static Value real(Value value, Args args) {
        Value otherwise = args.bind("float", "default=").get("default", new Value.Real(0));
        failIfUndefined(value);
        Value parsed = parse(value);
        return parsed instanceof Value.Real ? parsed : otherwise;
    }

    private static void failIfUndefined(Value value) {
        if (value instanceof Value.Undefined undefined) {
            throw new TemplateFault(undefined.why());
        }
    }

    /** The value as a {@link Value.Real}, or none. */
    private static Value parse(Value value) {
        if (Types.isNumber(value)) {
            return new Value.Real(Types.real(value));
        }
        if (!(value instanceof Value.Text text)) {
            return Value.NONE;
        }
        String written = Strings.strip(text.value(), null, true, true);
        if (DECIMAL.matcher(written).matches()) {
            return new Value.Real(Double.parseDouble(written.replace("_", "")));
        }
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> new Value.Real(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> new Value.Real(Double.NEGATIVE_INFINITY);
            case "nan", "+nan", "-nan" -> new Value.Real(Double.NaN);
            default -> Value.NONE;
        };
    }

    static Value round(Value value, Args args) {
        Args.Bound bound = args.bind("round", "precision=", "method=");
        long precision = bound.integer("precision", 0);
        String method = bound.text("method", "common");
        if (!Types.isNumber(value) || Math.abs(precision) > 300) {
            throw new TemplateFault("round needs a number and a precision of at most 300 digits");
        }
        double number = Types.real(value);
        if (!Double.isFinite(number)) {
            throw new TemplateFault("round needs a finite number");
        }
        switch (method) {
            case "common" -> {
                BigDecimal rounded = new BigDecimal(number).setScale((int) precision, RoundingMode.HALF_EVEN);
                if (value instanceof Value.Real) {
                    double result = rounded.doubleValue();
                    return new Value.Real(result == 0 ? Math.copySign(0.0, number) : result);
                }
                BigDecimal whole = BigDecimal.valueOf(Types.integer(value, "round"));
                return Value.of(exact("round", whole.setScale((int) Math.min(0, precision), RoundingMode.HALF_EVEN)));
            }
            case "ceil", "floor" -> {
                double scale = Math.pow(10, (double) precision);
                double scaled = number * scale;
                return new Value.Real((method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale);
            }
            default -> throw new TemplateFault("round: the method must be common, ceil or floor");
        }
    }
}
