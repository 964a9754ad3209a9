package org.counterpoint.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression of a template. */
sealed interface Expr {
    At at();

    record Const(At at, Value value) implements Expr {}

    record Name(At at, String name) implements Expr {}

    record ListOf(At at, List<Expr> items) implements Expr {}

    record TupleOf(At at, List<Expr> items) implements Expr {}

    record DictOf(At at, List<Pair> pairs) implements Expr {}

    record Pair(Expr key, Expr value) {}

    /** {@code target.name}. */
    record Attribute(At at, Expr target, String name) implements Expr {}

    /** {@code target[key]}. */
    record Item(At at, Expr target, Expr key) implements Expr {}

    /** {@code target[from:to:step]}. */
    record Slice(
            At at,
            Expr target,
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step) implements Expr {}

    record Call(At at, Expr target, Arguments arguments) implements Expr {}

    record Filter(At at, Expr target, FilterUse use) implements Expr {}

    record Test(At at, Expr target, String name, Arguments arguments) implements Expr {}

    record Not(At at, Expr operand) implements Expr {}

    /** {@code -x} or {@code +x}. */
    record Sign(At at, boolean negative, Expr operand) implements Expr {}

    /** {@code + - * / // % **}. */
    record Arithmetic(At at, String operator, Expr left, Expr right) implements Expr {}

    /** {@code and}, {@code or}. */
    record Logic(At at, boolean and, Expr left, Expr right) implements Expr {}

    /** {@code first < second == third ...}. */
    record Compare(At at, Expr first, List<Comparison> rest) implements Expr {}

    record Comparison(String operator, Expr operand) {}

    /** {@code a ~ b ~ ...}. */
    record Concat(At at, List<Expr> parts) implements Expr {}

    record Conditional(
            At at, Expr test, Expr then, @Nullable Expr otherwise) implements Expr {}

    /** A filter's name and arguments, without what it is applied to. */
    record FilterUse(At at, String name, Arguments arguments) {}

    /** {@code (a, b, key=c, *star, **doubleStar)}. */
    record Arguments(
            List<Expr> positional,
            Map<String, Expr> named,
            @Nullable Expr star,
            @Nullable Expr doubleStar) {
        static final Arguments NONE = new Arguments(List.of(), Map.of(), null, null);
    }
}
