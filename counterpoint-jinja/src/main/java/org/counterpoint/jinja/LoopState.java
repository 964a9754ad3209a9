package org.counterpoint.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}. */
final class LoopState implements Value.Special {
    private final List<Value> items;
    private final int depth;
    private final RenderBudget budget;
    private final Value.Function.@Nullable Body recursion;
    private int index = -1;
    private @Nullable Value lastChecked;

    LoopState(List<Value> items, int depth, RenderBudget budget, Value.Function.@Nullable Body recursion) {
        this.items = items;
        this.depth = depth;
        this.budget = budget;
        this.recursion = recursion;
    }

    void advance() {
        index++;
    }

    @Override
    public String name() {
        return "loop";
    }

    @Override
    public Value attribute(String attribute) {
        int size = items.size();
        return switch (attribute) {
            case "index" -> Value.of(index + 1);
            case "index0" -> Value.of(index);
            case "revindex" -> Value.of(size - index);
            case "revindex0" -> Value.of(size - index - 1);
            case "first" -> Value.of(index == 0);
            case "last" -> Value.of(index == size - 1);
            case "length" -> Value.of(size);
            case "depth" -> Value.of(depth);
            case "depth0" -> Value.of(depth - 1);
            case "previtem" -> index > 0 ? items.get(index - 1) : new Value.Undefined("there is no previous item");
            case "nextitem" -> index + 1 < size ? items.get(index + 1) : new Value.Undefined("there is no next item");
            case "cycle" -> new Value.Function("cycle", this::cycle);
            case "changed" -> new Value.Function("changed", this::changed);
            default -> new Value.Undefined("loop has no attribute \"" + attribute + "\"");
        };
    }

    private Value cycle(Args args) {
        if (args.positional().isEmpty() || !args.named().isEmpty()) {
            throw new TemplateFault("loop.cycle needs one or more values");
        }
        return args.positional().get(index % args.positional().size());
    }

    private Value changed(Args args) {
        Value now = new Value.TupleValue(args.positional(), Depth.above(args.positional()));
        budget.steps(args.positional().size());
        boolean changed = lastChecked == null || !Types.equal(lastChecked, now);
        lastChecked = now;
        return Value.of(changed);
    }

    @Override
    public Value call(Args args) {
        if (recursion == null) {
            throw new TemplateFault("loop(...) needs a loop that is marked recursive");
        }
        return recursion.call(args);
    }
}
