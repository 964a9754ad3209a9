package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes expressions, and adds to every fault where in the template it happened. */
final class ExpressionEvaluator {
    private final Source source;
    private final RenderBudget budget;
    private final Map<String, Value> globals;
    private final Operators operators;
    private final Members members;
    private final Filters filters;
    private final Tests tests;

    ExpressionEvaluator(Source source, RenderBudget budget, Map<String, Value> globals) {
        this.source = source;
        this.budget = budget;
        this.globals = globals;
        this.operators = new Operators(budget);
        this.members = new Members(budget);
        this.tests = new Tests(budget);
        this.filters = new Filters(budget, members, tests);
    }

    Value evaluate(Expr expr, Scope scope) {
        try {
            budget.step();
            budget.enter();
            Value value = compute(expr, scope);
            budget.leave();
            return value;
        } catch (TemplateFault e) {
            throw source.error(expr.at(), e.why());
        }
    }

    Value lookUp(String name, Scope scope) {
        Value value = scope.find(name);
        if (value == null) {
            value = globals.get(name);
        }
        return value != null ? value : new Value.Undefined("\"" + name + "\" is undefined");
    }

    /** Applies filters one after another. */
    Value filtered(List<Expr.FilterUse> uses, Value start, Scope scope) {
        Value value = start;
        for (Expr.FilterUse use : uses) {
            value = filtered(use, value, scope);
        }
        return value;
    }

    private Value filtered(Expr.FilterUse use, Value value, Scope scope) {
        try {
            return filters.apply(use.name(), value, arguments(use.arguments(), scope));
        } catch (TemplateFault e) {
            throw source.error(use.at(), e.why());
        }
    }

    /** A call with one more named argument, {@code caller}. */
    Value call(Expr.Call call, Scope scope, Value caller) {
        Value target = evaluate(call.target(), scope);
        Args given = arguments(call.arguments(), scope);
        Map<String, Value> named = new LinkedHashMap<>(given.named());
        named.put("caller", caller);
        try {
            return members.call(target, new Args(given.positional(), named));
        } catch (TemplateFault e) {
            throw source.error(call.at(), e.why());
        }
    }

    private Value compute(Expr expr, Scope scope) {
        if (expr instanceof Expr.Const constant) {
            return constant.value();
        }
        if (expr instanceof Expr.Name name) {
            return lookUp(name.name(), scope);
        }
        if (expr instanceof Expr.Attribute attribute) {
            return members.attribute(evaluate(attribute.target(), scope), attribute.name());
        }
        if (expr instanceof Expr.Item item) {
            return members.item(evaluate(item.target(), scope), evaluate(item.key(), scope));
        }
        if (expr instanceof Expr.Filter filter) {
            return filtered(filter.use(), evaluate(filter.target(), scope), scope);
        }
        if (expr instanceof Expr.Call call) {
            return members.call(evaluate(call.target(), scope), arguments(call.arguments(), scope));
        }
        if (expr instanceof Expr.Test test) {
            return Value.of(
                    tests.test(test.name(), evaluate(test.target(), scope), arguments(test.arguments(), scope)));
        }
        return computeOperator(expr, scope);
    }

    private Value computeOperator(Expr expr, Scope scope) {
        if (expr instanceof Expr.Compare compare) {
            return compare(compare, scope);
        }
        if (expr instanceof Expr.Arithmetic arithmetic) {
            Value left = evaluate(arithmetic.left(), scope);
            return operators.arithmetic(arithmetic.operator(), left, evaluate(arithmetic.right(), scope));
        }
        if (expr instanceof Expr.Logic logic) {
            Value left = evaluate(logic.left(), scope);
            return Types.truth(left) == logic.and() ? evaluate(logic.right(), scope) : left;
        }
        if (expr instanceof Expr.Not not) {
            return Value.of(!Types.truth(evaluate(not.operand(), scope)));
        }
        if (expr instanceof Expr.Concat concat) {
            return operators.concat(all(concat.parts(), scope));
        }
        if (expr instanceof Expr.Conditional conditional) {
            return conditional(conditional, scope);
        }
        if (expr instanceof Expr.Sign sign) {
            return operators.sign(sign.negative(), evaluate(sign.operand(), scope));
        }
        if (expr instanceof Expr.Slice slice) {
            return operators.slice(
                    evaluate(slice.target(), scope),
                    optional(slice.from(), scope),
                    optional(slice.to(), scope),
                    optional(slice.step(), scope));
        }
        if (expr instanceof Expr.ListOf list) {
            return budget.list(all(list.items(), scope));
        }
        if (expr instanceof Expr.TupleOf tuple) {
            List<Value> items = all(tuple.items(), scope);
            return new Value.TupleValue(items, Depth.above(items));
        }
        return dict((Expr.DictOf) expr, scope);
    }

    private Value compare(Expr.Compare compare, Scope scope) {
        Value left = evaluate(compare.first(), scope);
        for (Expr.Comparison comparison : compare.rest()) {
            Value right = evaluate(comparison.operand(), scope);
            if (!operators.compare(comparison.operator(), left, right)) {
                return Value.of(false);
            }
            left = right;
        }
        return Value.of(true);
    }

    private Value conditional(Expr.Conditional conditional, Scope scope) {
        if (Types.truth(evaluate(conditional.test(), scope))) {
            return evaluate(conditional.then(), scope);
        }
        Expr otherwise = conditional.otherwise();
        return otherwise != null
                ? evaluate(otherwise, scope)
                : new Value.Undefined("the inline if was false and has no else");
    }

    private Value dict(Expr.DictOf dict, Scope scope) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Expr.Pair pair : dict.pairs()) {
            Value key = Types.key(evaluate(pair.key(), scope));
            entries.put(key, evaluate(pair.value(), scope));
        }
        budget.items(entries.size());
        return new Value.DictValue(entries, Depth.above(entries.values()));
    }

    private @Nullable Value optional(@Nullable Expr expr, Scope scope) {
        return expr == null ? null : evaluate(expr, scope);
    }

    private List<Value> all(List<Expr> exprs, Scope scope) {
        List<Value> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(evaluate(expr, scope));
        }
        return values;
    }

    private Args arguments(Expr.Arguments given, Scope scope) {
        if (given.positional().isEmpty()
                && given.named().isEmpty()
                && given.star() == null
                && given.doubleStar() == null) {
            return Args.NONE;
        }
        List<Value> positional = all(given.positional(), scope);
        Map<String, Value> named = new LinkedHashMap<>();
        given.named().forEach((name, expr) -> named.put(name, evaluate(expr, scope)));
        if (given.star() != null) {
            positional.addAll(Types.iterateOrFail(evaluate(given.star(), scope), budget));
        }
        if (given.doubleStar() != null) {
            if (!(evaluate(given.doubleStar(), scope) instanceof Value.DictValue dict)) {
                throw new TemplateFault("what follows ** must be a dict");
            }
            dict.entries().forEach((key, value) -> {
                if (!(key instanceof Value.Text name) || named.put(name.value(), value) != null) {
                    throw new TemplateFault("what follows ** must have strings as keys, none of them given already");
                }
            });
        }
        return new Args(positional, named);
    }
}
