package org.counterpoint.jinja;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Jinja's filters by name: {@code value | name(arguments)}. */
final class Filters {
    /** A filter with what it needs of the run. */
    private interface Filter {
        Value apply(Filters filters, Value value, Args args);
    }

    private static final Map<String, Filter> BY_NAME = new TreeMap<>();

    static {
        text("upper", TextFilters::upper);
        text("lower", TextFilters::lower);
        text("capitalize", TextFilters::capitalize);
        text("title", TextFilters::title);
        text("trim", TextFilters::trim);
        text("replace", TextFilters::replace);
        text("indent", TextFilters::indent);
        text("center", TextFilters::center);
        text("truncate", TextFilters::truncate);
        text("wordcount", TextFilters::wordCount);
        text("format", TextFilters::format);
        text("string", TextFilters::string);
        text("safe", TextFilters::safe);
        text("escape", TextFilters::escape);
        text("e", TextFilters::escape);
        text("tojson", TextFilters::toJson);
        number("abs", NumberFilters::absolute);
        number("int", NumberFilters::integer);
        number("float", NumberFilters::real);
        number("round", NumberFilters::round);
        BY_NAME.put("default", (f, value, args) -> TextFilters.orDefault(value, args));
        BY_NAME.put("d", (f, value, args) -> TextFilters.orDefault(value, args));
        list("length", ListFilters::length);
        list("count", ListFilters::length);
        list("first", ListFilters::first);
        list("last", ListFilters::last);
        list("list", ListFilters::list);
        list("join", ListFilters::join);
        list("reverse", ListFilters::reverse);
        list("sort", ListFilters::sort);
        list("min", ListFilters::min);
        list("max", ListFilters::max);
        list("sum", ListFilters::sum);
        list("unique", ListFilters::unique);
        list("batch", ListFilters::batch);
        list("slice", ListFilters::slice);
        list("items", ListFilters::items);
        list("dictsort", ListFilters::dictSort);
        list("attr", ListFilters::attr);
        BY_NAME.put("map", (f, value, args) -> f.choosing.map(value, args));
        BY_NAME.put("select", (f, value, args) -> f.choosing.select(value, args, true));
        BY_NAME.put("reject", (f, value, args) -> f.choosing.select(value, args, false));
        BY_NAME.put("selectattr", (f, value, args) -> f.choosing.selectAttribute(value, args, true));
        BY_NAME.put("rejectattr", (f, value, args) -> f.choosing.selectAttribute(value, args, false));
    }

    private final RenderBudget budget;
    private final ListFilters lists;
    private final ChoosingFilters choosing;

    Filters(RenderBudget budget, Members members, Tests tests) {
        this.budget = budget;
        this.lists = new ListFilters(budget, members);
        this.choosing = new ChoosingFilters(budget, members, tests, this);
    }

    /** A filter of {@link TextFilters}. */
    private interface TextFilter {
        Value apply(Value value, Args args, RenderBudget budget);
    }

    /** A filter of {@link ListFilters}. */
    private interface ListFilter {
        Value apply(ListFilters lists, Value value, Args args);
    }

    private static void text(String name, TextFilter filter) {
        BY_NAME.put(name, (f, value, args) -> filter.apply(value, args, f.budget));
    }

    private static void number(String name, BiFunction<Value, Args, Value> filter) {
        BY_NAME.put(name, (f, value, args) -> filter.apply(value, args));
    }

    private static void list(String name, ListFilter filter) {
        BY_NAME.put(name, (f, value, args) -> filter.apply(f.lists, value, args));
    }

    static boolean exists(String name) {
        return BY_NAME.containsKey(name);
    }

    /** The names, for the error about an unknown one. */
    static String suggestion(String name) {
        return BY_NAME.keySet().stream()
                .filter(known -> known.startsWith(name.substring(0, 1)))
                .reduce((a, b) -> a + ", " + b)
                .map(names -> " (with that letter: " + names + ")")
                .orElse("");
    }

    Value apply(String name, Value value, Args args) {
        Filter filter = BY_NAME.get(name);
        if (filter == null) {
            throw new TemplateFault("there is no filter \"" + name + "\" here");
        }
        return filter.apply(this, value, args);
    }
}
