package org.counterpoint.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a template. */
sealed interface Stmt {

    /** Text to print as it stands. */
    record Data(String text) implements Stmt {}

    /** {@code {{ expression }}}. */
    record Output(Expr value) implements Stmt {}

    record Assign(Target target, Expr value) implements Stmt {}

    /** {@code {% set x | filter %}...{% endset %}}. */
    record AssignBlock(Target target, List<Expr.FilterUse> filters, List<Stmt> body) implements Stmt {}

    record If(List<Branch> branches, List<Stmt> otherwise) implements Stmt {}

    record Branch(Expr test, List<Stmt> body) {}

    record For(
            At at,
            Target target,
            Expr items,
            @Nullable Expr test,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> otherwise)
            implements Stmt {}

    record Macro(String name, Signature signature, List<Stmt> body) implements Stmt {}

    /** {@code {% call(x) target(...) %}...{% endcall %}}. */
    record CallBlock(Expr.Call call, Signature signature, List<Stmt> body) implements Stmt {}

    record FilterBlock(List<Expr.FilterUse> filters, List<Stmt> body) implements Stmt {}

    record With(List<Target> targets, List<Expr> values, List<Stmt> body) implements Stmt {}

    /** {@code {% generation %}}: prints its body, in a scope of its own. */
    record Generation(List<Stmt> body) implements Stmt {}

    record Break() implements Stmt {}

    record Continue() implements Stmt {}

    /**
     * A macro's parameters.
     *
     * @param defaults of the last parameters
     * @param special which of {@code varargs}, {@code kwargs}, {@code caller} the body reads
     */
    record Signature(List<String> names, List<Expr> defaults, List<String> special) {}

    /** What is assigned to. */
    sealed interface Target {
        record Name(At at, String name) implements Target {}

        /** {@code namespace.attribute}. */
        record Member(At at, String namespace, String attribute) implements Target {}

        record Unpack(At at, List<Target> targets) implements Target {}
    }
}
