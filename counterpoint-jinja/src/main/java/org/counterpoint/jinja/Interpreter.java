package org.counterpoint.jinja;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a template's statements once. */
final class Interpreter {
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    private final Source source;
    private final RenderBudget budget = new RenderBudget();
    private final ExpressionEvaluator evaluator;
    private final Scope top;
    private StringBuilder out = new StringBuilder();

    Interpreter(Source source, Map<String, Value> variables, Clock clock) {
        this.source = source;
        this.top = Scope.of(variables);
        this.evaluator = new ExpressionEvaluator(source, budget, Globals.all(budget, clock));
    }

    String run(List<Stmt> body) {
        try {
            run(body, top);
        } catch (TemplateFault e) {
            throw source.error(new At(1, 1), e.why());
        }
        return out.toString();
    }

    private Flow run(List<Stmt> body, Scope scope) {
        for (Stmt statement : body) {
            Flow flow = run(statement, scope);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Stmt statement, Scope scope) {
        budget.step();
        budget.enter();
        Flow flow = runEntered(statement, scope);
        budget.leave();
        return flow;
    }

    private Flow runEntered(Stmt statement, Scope scope) {
        if (statement instanceof Stmt.Data data) {
            print(data.text());
        } else if (statement instanceof Stmt.Output output) {
            output(output, scope);
        } else if (statement instanceof Stmt.If conditional) {
            return conditional(conditional, scope);
        } else if (statement instanceof Stmt.For loop) {
            Value items = evaluator.evaluate(loop.items(), scope);
            loop(loop, items, scope, 1);
        } else if (statement instanceof Stmt.Assign assign) {
            assign(assign.target(), evaluator.evaluate(assign.value(), scope), scope);
        } else if (statement instanceof Stmt.AssignBlock block) {
            String text = captured(block.body(), scope.inner());
            assign(block.target(), evaluator.filtered(block.filters(), Value.of(text), scope), scope);
        } else if (statement instanceof Stmt.FilterBlock block) {
            String text = captured(block.body(), scope.inner());
            print(Printing.str(evaluator.filtered(block.filters(), Value.of(text), scope), budget));
        } else if (statement instanceof Stmt.Macro macro) {
            scope.set(macro.name(), macro(macro.name(), macro.signature(), macro.body(), scope));
        } else if (statement instanceof Stmt.CallBlock block) {
            Value caller = macro("caller", block.signature(), block.body(), scope);
            print(Printing.str(evaluator.call(block.call(), scope, caller), budget));
        } else if (statement instanceof Stmt.With with) {
            return with(with, scope);
        } else if (statement instanceof Stmt.Generation generation) {
            print(captured(generation.body(), scope.inner()));
        } else {
            return statement instanceof Stmt.Break ? Flow.BREAK : Flow.CONTINUE;
        }
        return Flow.NEXT;
    }

    private void output(Stmt.Output output, Scope scope) {
        Value value = evaluator.evaluate(output.value(), scope);
        try {
            print(Printing.str(value, budget));
        } catch (TemplateFault e) {
            throw source.error(output.value().at(), e.why());
        }
    }

    private void print(String text) {
        budget.characters(text.length());
        out.append(text);
    }

    /** What a body prints. */
    private String captured(List<Stmt> body, Scope scope) {
        StringBuilder outer = out;
        out = new StringBuilder();
        try {
            run(body, scope);
            return out.toString();
        } finally {
            out = outer;
        }
    }

    private Flow conditional(Stmt.If conditional, Scope scope) {
        for (Stmt.Branch branch : conditional.branches()) {
            if (Types.truth(evaluator.evaluate(branch.test(), scope))) {
                return run(branch.body(), scope);
            }
        }
        return run(conditional.otherwise(), scope);
    }

    private Flow with(Stmt.With with, Scope scope) {
        Scope inner = scope.inner();
        for (int i = 0; i < with.targets().size(); i++) {
            // Jinja evaluates all values outside the new scope.
            assign(with.targets().get(i), evaluator.evaluate(with.values().get(i), scope), inner);
        }
        return run(with.body(), inner);
    }

    private void loop(Stmt.For loop, Value over, Scope scope, int depth) {
        List<Value> items;
        try {
            items = Types.iterateOrFail(over, budget);
        } catch (TemplateFault e) {
            throw source.error(loop.items().at(), e.why());
        }
        Expr test = loop.test();
        if (test != null) {
            List<Value> kept = new ArrayList<>();
            for (Value item : items) {
                Scope inner = scope.inner();
                assign(loop.target(), item, inner);
                if (Types.truth(evaluator.evaluate(test, inner))) {
                    kept.add(item);
                }
            }
            items = kept;
        }
        LoopState state = new LoopState(items, depth, budget, loop.recursive() ? deeper(loop, scope, depth) : null);
        boolean completed = false;
        for (Value item : items) {
            Scope inner = scope.inner();
            state.advance();
            inner.set("loop", state);
            assign(loop.target(), item, inner);
            Flow flow = run(loop.body(), inner);
            completed |= flow == Flow.NEXT;
            if (flow == Flow.BREAK) {
                break;
            }
        }
        if (!completed) {
            // Jinja's else also runs where break or continue cut every round short.
            run(loop.otherwise(), scope.inner());
        }
    }

    /** What {@code loop(items)} does in a recursive loop. */
    private Value.Function.Body deeper(Stmt.For loop, Scope scope, int depth) {
        return args -> {
            Value items = args.bind("loop", "iterable").get("iterable");
            StringBuilder outer = out;
            out = new StringBuilder();
            try {
                loop(loop, items, scope, depth + 1);
                return Value.of(out.toString());
            } finally {
                out = outer;
            }
        };
    }

    private void assign(Stmt.Target target, Value value, Scope scope) {
        if (target instanceof Stmt.Target.Name name) {
            scope.set(name.name(), value);
        } else if (target instanceof Stmt.Target.Member member) {
            assignMember(member, value, scope);
        } else if (target instanceof Stmt.Target.Unpack unpack) {
            List<Value> items = Types.iterate(value, budget);
            if (items == null || items.size() != unpack.targets().size()) {
                throw source.error(
                        unpack.at(),
                        "cannot unpack " + (items == null ? Types.name(value) : items.size() + " values") + " into "
                                + unpack.targets().size() + " names");
            }
            for (int i = 0; i < items.size(); i++) {
                assign(unpack.targets().get(i), items.get(i), scope);
            }
        }
    }

    private void assignMember(Stmt.Target.Member member, Value value, Scope scope) {
        if (!(evaluator.lookUp(member.namespace(), scope) instanceof Value.Namespace namespace)) {
            throw source.error(
                    member.at(), "cannot assign an attribute: \"" + member.namespace() + "\" is no namespace");
        }
        if (member.attribute().startsWith("_")) {
            throw source.error(member.at(), "a namespace takes no attribute that begins with an underscore");
        }
        namespace.attributes().put(member.attribute(), value);
    }

    private Value macro(String name, Stmt.Signature signature, List<Stmt> body, Scope definedIn) {
        return new Value.Function(name, args -> {
            Scope inner = definedIn.inner();
            Macros.bind(name, signature, args, inner, expr -> evaluator.evaluate(expr, inner));
            return Value.of(captured(body, inner));
        });
    }
}
