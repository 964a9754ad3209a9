package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Filters on lists, dicts and what else can be iterated over. */
final class ListFilters {
    private final RenderBudget budget;
    private final Members members;

    ListFilters(RenderBudget budget, Members members) {
        this.budget = budget;
        this.members = members;
    }

    private List<Value> items(Value value) {
        return Types.iterateOrFail(value, budget);
    }

    private static Value once(List<Value> items) {
        return new Value.Once(items.iterator());
    }

    Value length(Value value, Args args) {
        args.bind("length");
        long length = Types.length(value);
        if (length < 0) {
            throw new TemplateFault(Types.name(value) + " has no length");
        }
        return Value.of(length);
    }

    Value first(Value value, Args args) {
        args.bind("first");
        if (value instanceof Value.Once some && some.rest().hasNext()) {
            return some.rest().next();
        }
        List<Value> items = items(value);
        return items.isEmpty() ? new Value.Undefined("there is no first item: the sequence is empty") : items.get(0);
    }

    Value last(Value value, Args args) {
        args.bind("last");
        if (value instanceof Value.Once) {
            throw new TemplateFault("last needs a sequence, not " + Types.name(value) + "; put \"list\" before it");
        }
        List<Value> items = items(value);
        return items.isEmpty()
                ? new Value.Undefined("there is no last item: the sequence is empty")
                : items.get(items.size() - 1);
    }

    Value list(Value value, Args args) {
        args.bind("list");
        return budget.list(items(value));
    }

    Value join(Value value, Args args) {
        Args.Bound bound = args.bind("join", "d=", "attribute=");
        String separator = Printing.str(bound.get("d", Value.of("")), budget);
        Value attribute = bound.get("attribute", Value.NONE);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Value item : items(value)) {
            String text = Printing.str(attribute instanceof Value.None ? item : members.path(item, attribute), budget);
            budget.characters((long) separator.length() + text.length());
            out.append(first ? "" : separator).append(text);
            first = false;
        }
        return Value.of(out.toString());
    }

    Value reverse(Value value, Args args) {
        args.bind("reverse");
        if (value instanceof Value.Text text) {
            Operators.requirePlain(text);
            return budget.text(new StringBuilder(text.value()).reverse().toString());
        }
        List<Value> reversed = new ArrayList<>(items(value));
        Collections.reverse(reversed);
        return value instanceof Value.Once ? budget.list(reversed) : once(reversed);
    }

    /** The key by which items are compared: an attribute, with the case of strings ignored unless asked. */
    private Function<Value, Value> key(Value attribute, boolean caseSensitive) {
        return item -> {
            Value value = attribute instanceof Value.None ? item : members.path(item, attribute);
            return caseSensitive || !(value instanceof Value.Text text)
                    ? value
                    : Value.of(text.value().toLowerCase(Locale.ROOT));
        };
    }

    Value sort(Value value, Args args) {
        Args.Bound bound = args.bind("sort", "reverse=", "case_sensitive=", "attribute=");
        Value attribute = bound.get("attribute", Value.NONE);
        List<Value> parts = new ArrayList<>(List.of(attribute));
        if (attribute instanceof Value.Text text) {
            parts.clear();
            Strings.split(text.value(), ",", -1).forEach(part -> parts.add(Value.of(part)));
        }
        boolean caseSensitive = bound.flag("case_sensitive", false);
        Function<Value, Value> keys = item -> {
            List<Value> key = parts.stream()
                    .map(part -> key(part, caseSensitive).apply(item))
                    .toList();
            return new Value.TupleValue(key, Depth.above(key));
        };
        return budget.list(sorted(items(value), keys, bound.flag("reverse", false)));
    }

    private List<Value> sorted(List<Value> items, Function<Value, Value> key, boolean reverse) {
        record Keyed(Value key, Value item) {}
        budget.items(items.size() * 2L);
        List<Keyed> keyed = new ArrayList<>();
        items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
        Comparator<Keyed> order = (a, b) -> {
            budget.step();
            return Types.compare(a.key(), b.key());
        };
        // A reversed comparator keeps the order of equal items, as Python does.
        keyed.sort(reverse ? order.reversed() : order);
        return keyed.stream().map(Keyed::item).toList();
    }

    Value min(Value value, Args args) {
        return extreme("min", value, args, -1);
    }

    Value max(Value value, Args args) {
        return extreme("max", value, args, 1);
    }

    private Value extreme(String name, Value value, Args args, int sign) {
        Args.Bound bound = args.bind(name, "case_sensitive=", "attribute=");
        Function<Value, Value> key = key(bound.get("attribute", Value.NONE), bound.flag("case_sensitive", false));
        @Nullable Value best = null;
        for (Value item : items(value)) {
            if (best == null || Types.compare(key.apply(item), key.apply(best)) * sign > 0) {
                best = item;
            }
        }
        return best != null ? best : new Value.Undefined("there is no " + name + ": the sequence is empty");
    }

    Value sum(Value value, Args args) {
        Args.Bound bound = args.bind("sum", "attribute=", "start=");
        Value attribute = bound.get("attribute", Value.NONE);
        Value sum = bound.get("start", Value.of(0));
        if (sum instanceof Value.Text) {
            throw new TemplateFault("sum cannot add strings; use join");
        }
        Operators operators = new Operators(budget);
        for (Value item : items(value)) {
            sum = operators.arithmetic(
                    "+", sum, attribute instanceof Value.None ? item : members.path(item, attribute));
        }
        return sum;
    }

    Value unique(Value value, Args args) {
        Args.Bound bound = args.bind("unique", "case_sensitive=", "attribute=");
        Function<Value, Value> key = key(bound.get("attribute", Value.NONE), bound.flag("case_sensitive", false));
        List<Value> seen = new ArrayList<>();
        List<Value> kept = new ArrayList<>();
        for (Value item : items(value)) {
            Value own = key.apply(item);
            budget.steps(seen.size());
            if (seen.stream().noneMatch(other -> Types.equal(other, own))) {
                seen.add(own);
                kept.add(item);
            }
        }
        return once(kept);
    }

    Value batch(Value value, Args args) {
        Args.Bound bound = args.bind("batch", "linecount", "fill_with=");
        long size = bound.integer("linecount", 0);
        if (size < 1) {
            throw new TemplateFault("batch: the size must be at least 1");
        }
        List<Value> items = items(value);
        List<Value> rows = new ArrayList<>();
        for (int start = 0; start < items.size(); start += (int) Math.min(size, items.size())) {
            int end = (int) Math.min(items.size(), start + size);
            List<Value> row = new ArrayList<>(items.subList(start, end));
            if (!bound.isNone("fill_with")) {
                budget.items(size - row.size());
                row.addAll(Collections.nCopies((int) (size - row.size()), bound.get("fill_with")));
            }
            rows.add(budget.list(row));
        }
        return once(rows);
    }

    Value slice(Value value, Args args) {
        Args.Bound bound = args.bind("slice", "slices", "fill_with=");
        long slices = bound.integer("slices", 0);
        if (slices < 1) {
            throw new TemplateFault("slice: there must be at least one slice");
        }
        budget.items(slices);
        List<Value> items = items(value);
        int each = (int) (items.size() / slices);
        int longer = (int) (items.size() % slices);
        List<Value> rows = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < slices; i++) {
            int end = start + each + (i < longer ? 1 : 0);
            List<Value> row = new ArrayList<>(items.subList(start, end));
            if (!bound.isNone("fill_with") && i >= longer) {
                row.add(bound.get("fill_with"));
            }
            rows.add(budget.list(row));
            start = end;
        }
        return once(rows);
    }

    Value items(Value value, Args args) {
        args.bind("items");
        if (value instanceof Value.Undefined) {
            return once(List.of());
        }
        if (!(value instanceof Value.DictValue dict)) {
            throw new TemplateFault("items needs a dict, not " + Types.name(value));
        }
        budget.items(dict.entries().size());
        return once(Members.pairs(dict.entries()));
    }

    Value dictSort(Value value, Args args) {
        Args.Bound bound = args.bind("dictsort", "case_sensitive=", "by=", "reverse=");
        String by = bound.text("by", "key");
        if (!(value instanceof Value.DictValue dict) || !by.equals("key") && !by.equals("value")) {
            throw new TemplateFault("dictsort needs a dict, and by must be key or value");
        }
        Value place = Value.of(by.equals("key") ? 0 : 1);
        Function<Value, Value> key = key(place, bound.flag("case_sensitive", false));
        return budget.list(sorted(Members.pairs(dict.entries()), key, bound.flag("reverse", false)));
    }

    Value attr(Value value, Args args) {
        String name = args.bind("attr", "name").text("name");
        return value instanceof Value.DictValue
                        && !List.of("items", "keys", "values", "get").contains(name)
                ? new Value.Undefined("dict has no attribute \"" + name + "\"")
                : members.attribute(value, name);
    }
}
