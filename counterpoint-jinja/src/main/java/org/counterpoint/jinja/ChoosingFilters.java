package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Filters that apply another filter or a test to every item. */
final class ChoosingFilters {
    private final RenderBudget budget;
    private final Members members;
    private final Tests tests;
    private final Filters filters;

    ChoosingFilters(RenderBudget budget, Members members, Tests tests, Filters filters) {
        this.budget = budget;
        this.members = members;
        this.tests = tests;
        this.filters = filters;
    }

    Value map(Value value, Args args) {
        List<Value> mapped = new ArrayList<>();
        if (Types.truth(value)) {
            UnaryOperator<Value> function = function(args);
            for (Value item : Types.iterateOrFail(value, budget)) {
                budget.items(1);
                mapped.add(function.apply(item));
            }
        }
        return new Value.Once(mapped.iterator());
    }

    private UnaryOperator<Value> function(Args args) {
        if (!args.positional().isEmpty()) {
            String name = name(args, 0, "map");
            Args rest = rest(args, 1);
            return item -> filters.apply(name, item, rest);
        }
        Map<String, Value> named = new LinkedHashMap<>(args.named());
        Value attribute = named.remove("attribute");
        Value otherwise = named.getOrDefault("default", Value.NONE);
        named.remove("default");
        if (attribute == null || !named.isEmpty()) {
            throw new TemplateFault("map needs a filter's name, or attribute=");
        }
        return item -> {
            Value found = members.path(item, attribute);
            return found instanceof Value.Undefined && !(otherwise instanceof Value.None) ? otherwise : found;
        };
    }

    Value select(Value value, Args args, boolean keep) {
        return choose(value, keep, test(args, 0));
    }

    Value selectAttribute(Value value, Args args, boolean keep) {
        if (args.positional().isEmpty()) {
            throw new TemplateFault("selectattr and rejectattr need an attribute's name");
        }
        Value attribute = args.positional().get(0);
        Predicate<Value> test = test(args, 1);
        return choose(value, keep, item -> test.test(members.path(item, attribute)));
    }

    private Value choose(Value value, boolean keep, Predicate<Value> test) {
        List<Value> chosen = new ArrayList<>();
        if (Types.truth(value)) {
            for (Value item : Types.iterateOrFail(value, budget)) {
                budget.items(1);
                if (test.test(item) == keep) {
                    chosen.add(item);
                }
            }
        }
        return new Value.Once(chosen.iterator());
    }

    private Predicate<Value> test(Args args, int at) {
        if (args.positional().size() <= at) {
            return Types::truth;
        }
        String name = name(args, at, "select");
        if (!Tests.exists(name)) {
            throw new TemplateFault("there is no test \"" + name + "\" here");
        }
        Args rest = rest(args, at + 1);
        return item -> tests.test(name, item, rest);
    }

    private static String name(Args args, int at, String filter) {
        if (args.positional().get(at) instanceof Value.Text text) {
            return text.value();
        }
        throw new TemplateFault(filter + " needs the name of a filter or test as a string");
    }

    private static Args rest(Args args, int from) {
        return new Args(args.positional().subList(from, args.positional().size()), args.named());
    }
}
