package org.counterpoint.jinja;

import java.util.Set;

/** Jinja's tests: {@code value is name(arguments)}. */
final class Tests {
    private static final Set<String> NAMES = Set.of(
            "boolean",
            "callable",
            "defined",
            "divisibleby",
            "eq",
            "equalto",
            "==",
            "even",
            "false",
            "filter",
            "float",
            "ge",
            ">=",
            "greaterthan",
            "gt",
            ">",
            "in",
            "integer",
            "iterable",
            "le",
            "<=",
            "lessthan",
            "lower",
            "lt",
            "<",
            "mapping",
            "ne",
            "!=",
            "none",
            "number",
            "odd",
            "sameas",
            "sequence",
            "string",
            "test",
            "true",
            "undefined",
            "upper");

    private final RenderBudget budget;
    private final Operators operators;

    Tests(RenderBudget budget) {
        this.budget = budget;
        this.operators = new Operators(budget);
    }

    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    boolean test(String name, Value value, Args args) {
        return switch (name) {
            case "eq", "equalto", "==" -> compare("==", value, args);
            case "ne", "!=" -> compare("!=", value, args);
            case "lt", "lessthan", "<" -> compare("<", value, args);
            case "le", "<=" -> compare("<=", value, args);
            case "gt", "greaterthan", ">" -> compare(">", value, args);
            case "ge", ">=" -> compare(">=", value, args);
            case "in" -> compare("in", value, args);
            case "sameas" -> same(value, args.bind("sameas", "other").get("other"));
            case "divisibleby" -> modulo(value, args.bind("divisibleby", "num").get("num")) == 0;
            default -> {
                args.bind(name);
                yield plain(name, value);
            }
        };
    }

    private boolean plain(String name, Value value) {
        return switch (name) {
            case "defined" -> !(value instanceof Value.Undefined);
            case "undefined" -> value instanceof Value.Undefined;
            case "none" -> value instanceof Value.None;
            case "true" -> value instanceof Value.Bool bool && bool.value();
            case "false" -> value instanceof Value.Bool bool && !bool.value();
            case "boolean" -> value instanceof Value.Bool;
            case "integer" -> value instanceof Value.Int;
            case "float" -> value instanceof Value.Real;
            case "number" -> Types.isNumber(value);
            case "string" -> value instanceof Value.Text;
            case "mapping" -> value instanceof Value.DictValue;
            case "sequence" -> isSequence(value);
            case "iterable" -> isSequence(value) || value instanceof Value.View || value instanceof Value.Once;
            case "callable" ->
                value instanceof Value.Function || value instanceof Value.Special || value instanceof Value.Undefined;
            case "even" -> modulo(value, Value.of(2)) == 0;
            case "odd" -> modulo(value, Value.of(2)) == 1;
            case "lower" -> TextMethods.isCase(Printing.str(value, budget), false);
            case "upper" -> TextMethods.isCase(Printing.str(value, budget), true);
            case "filter" -> value instanceof Value.Text text && Filters.exists(text.value());
            default -> value instanceof Value.Text text && exists(text.value());
        };
    }

    private boolean compare(String operator, Value value, Args args) {
        return operators.compare(operator, value, args.bind(operator, "other").get("other"));
    }

    /** What can be indexed and has a length. */
    private static boolean isSequence(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.ListValue
                || value instanceof Value.TupleValue
                || value instanceof Value.DictValue
                || value instanceof Value.Undefined
                || value instanceof Value.View view && view.kind().equals("range");
    }

    /** Python's {@code is}, where it does not depend on how CPython keeps equal strings and floats. */
    private static boolean same(Value a, Value b) {
        if (a.getClass() != b.getClass()) {
            return false;
        }
        if (a instanceof Value.Text || a instanceof Value.Real) {
            throw new TemplateFault("sameas on strings and floats has no defined answer; use ==");
        }
        boolean byValue = a instanceof Value.None || a instanceof Value.Bool || a instanceof Value.Int;
        return a == b || (byValue && a.equals(b));
    }

    private static double modulo(Value value, Value by) {
        if (!Types.isNumber(value) || !Types.isNumber(by)) {
            throw new TemplateFault("a number is expected, not " + Types.name(Types.isNumber(value) ? by : value));
        }
        return Types.real(PythonNumbers.arithmetic("%", value, by));
    }
}
