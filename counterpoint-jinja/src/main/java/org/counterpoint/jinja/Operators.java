package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Python's operators. */
final class Operators {
    private final RenderBudget budget;

    Operators(RenderBudget budget) {
        this.budget = budget;
    }

    Value arithmetic(String operator, Value left, Value right) {
        if (Types.isNumber(left) && Types.isNumber(right)) {
            return PythonNumbers.arithmetic(operator, left, right);
        }
        if (operator.equals("+") && left instanceof Value.Text a && right instanceof Value.Text b) {
            requirePlain(a);
            requirePlain(b);
            budget.characters((long) a.value().length() + b.value().length());
            return Value.of(a.value() + b.value());
        }
        if (operator.equals("%") && left instanceof Value.Text format) {
            requirePlain(format);
            return budget.text(PercentFormat.format(format.value(), right, budget));
        }
        if (operator.equals("*") && left instanceof Value.Int) {
            return repeat(right, left);
        }
        if (operator.equals("*")) {
            return repeat(left, right);
        }
        if (operator.equals("+") && left instanceof Value.ListValue a && right instanceof Value.ListValue b) {
            return budget.list(joined(a.items(), b.items()));
        }
        if (operator.equals("+") && left instanceof Value.TupleValue a && right instanceof Value.TupleValue b) {
            List<Value> items = joined(a.items(), b.items());
            return new Value.TupleValue(items, Depth.above(items));
        }
        throw mismatch(operator, left, right);
    }

    private List<Value> joined(List<Value> a, List<Value> b) {
        budget.items((long) a.size() + b.size());
        List<Value> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Value repeat(Value what, Value times) {
        if (!(times instanceof Value.Int || times instanceof Value.Bool)) {
            throw mismatch("*", what, times);
        }
        long count = Math.max(0, Types.integer(times, "the factor"));
        if (what instanceof Value.Text text) {
            requirePlain(text);
            return Value.of(Strings.repeat(text.value(), count, budget));
        }
        List<Value> items = what instanceof Value.View ? null : Types.itemsOf(what);
        if (items == null) {
            throw mismatch("*", what, times);
        }
        if (!items.isEmpty()) {
            budget.items(Math.min(count, Integer.MAX_VALUE) * items.size());
        }
        List<Value> all = new ArrayList<>();
        for (long i = 0; i < count && !items.isEmpty(); i++) {
            all.addAll(items);
        }
        return what instanceof Value.ListValue ? Value.list(all) : new Value.TupleValue(all, Depth.above(all));
    }

    private static TemplateFault mismatch(String operator, Value left, Value right) {
        return new TemplateFault("cannot compute " + describe(left) + " " + operator + " " + describe(right));
    }

    private static String describe(Value value) {
        return value instanceof Value.Undefined ? "undefined (" + Types.name(value) + ")" : Types.name(value);
    }

    /** A safe string escapes the other operand's HTML in Jinja. */
    static void requirePlain(Value.Text text) {
        if (text.safe()) {
            throw new TemplateFault("a string from \"safe\" or \"escape\" can only be printed or joined with ~");
        }
    }

    Value sign(boolean negative, Value operand) {
        if (operand instanceof Value.Real number) {
            return new Value.Real(negative ? -number.value() : number.value());
        }
        if (!Types.isNumber(operand)) {
            throw new TemplateFault("a sign before " + describe(operand));
        }
        return PythonNumbers.arithmetic(negative ? "-" : "+", Value.of(0), operand);
    }

    Value concat(List<Value> parts) {
        StringBuilder out = new StringBuilder();
        for (Value part : parts) {
            String text = Printing.str(part, budget);
            budget.characters(text.length());
            out.append(text);
        }
        return Value.of(out.toString());
    }

    boolean compare(String operator, Value left, Value right) {
        budget.steps(cost(left) + cost(right));
        return switch (operator) {
            case "==" -> Types.equal(left, right);
            case "!=" -> !Types.equal(left, right);
            case "in" -> contains(right, left, budget);
            case "not in" -> !contains(right, left, budget);
            case "<" -> ordered(left, right) && Types.compare(left, right) < 0;
            case "<=" -> ordered(left, right) && Types.compare(left, right) <= 0;
            case ">" -> ordered(left, right) && Types.compare(left, right) > 0;
            default -> ordered(left, right) && Types.compare(left, right) >= 0;
        };
    }

    /** Not a number is neither smaller nor larger than anything. */
    private static boolean ordered(Value left, Value right) {
        return !(left instanceof Value.Real a && Double.isNaN(a.value())
                || right instanceof Value.Real b && Double.isNaN(b.value()));
    }

    private static long cost(Value value) {
        return value instanceof Value.Text text ? text.value().length() / 32 : Math.max(0, Types.length(value));
    }

    /** Python's {@code item in container}. */
    static boolean contains(Value container, Value item, RenderBudget budget) {
        if (container instanceof Value.Text text) {
            if (item instanceof Value.Text part) {
                return text.value().contains(part.value());
            }
            throw new TemplateFault("only a string can be in a string, not " + describe(item));
        }
        if (container instanceof Value.DictValue dict) {
            return dict.entries().containsKey(item instanceof Value.Text text ? Value.of(text.value()) : item);
        }
        List<Value> items = Types.iterate(container, budget);
        if (items == null) {
            throw new TemplateFault("\"in\" needs a string, list or dict, not " + describe(container));
        }
        return items.stream().anyMatch(other -> Types.equal(other, item));
    }

    /** Python's {@code target[from:to:step]}. */
    Value slice(Value target, @Nullable Value from, @Nullable Value to, @Nullable Value step) {
        long by = step == null || step instanceof Value.None ? 1 : Types.integer(step, "a slice's step");
        if (by == 0) {
            throw new TemplateFault("a slice's step is zero");
        }
        if (target instanceof Value.Undefined undefined) {
            throw new TemplateFault(undefined.why());
        }
        if (target instanceof Value.Text text) {
            int[] points = text.value().codePoints().toArray();
            budget.characters(points.length);
            StringBuilder out = new StringBuilder();
            indexes(points.length, from, to, by).forEach(i -> out.appendCodePoint(points[i]));
            return new Value.Text(out.toString(), text.safe());
        }
        List<Value> items =
                target instanceof Value.View view && !view.kind().equals("range") ? null : Types.itemsOf(target);
        if (items == null) {
            return new Value.Undefined(Types.name(target) + " cannot be sliced");
        }
        List<Value> taken = new ArrayList<>();
        budget.items(items.size());
        indexes(items.size(), from, to, by).forEach(i -> taken.add(items.get(i)));
        if (target instanceof Value.View view) {
            return new Value.View(view.kind(), taken);
        }
        return target instanceof Value.ListValue ? Value.list(taken) : new Value.TupleValue(taken, Depth.above(taken));
    }

    private static List<Integer> indexes(int length, @Nullable Value from, @Nullable Value to, long step) {
        long low = step > 0 ? 0 : -1;
        long high = step > 0 ? length : length - 1L;
        long start = bound(from, length, low, high, step > 0 ? low : high);
        long stop = bound(to, length, low, high, step > 0 ? high : low);
        List<Integer> indexes = new ArrayList<>();
        // Beyond the length, one step is as good as any larger one.
        long stride = Math.max(-length - 1L, Math.min(length + 1L, step));
        for (long i = start; stride > 0 ? i < stop : i > stop; i += stride) {
            indexes.add((int) i);
        }
        return indexes;
    }

    private static long bound(@Nullable Value value, int length, long low, long high, long otherwise) {
        if (value == null || value instanceof Value.None) {
            return otherwise;
        }
        long index = Types.integer(value, "a slice's bound");
        return Math.max(low, Math.min(high, index < 0 ? index + length : index));
    }
}
