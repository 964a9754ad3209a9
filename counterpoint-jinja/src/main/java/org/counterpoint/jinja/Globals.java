package org.counterpoint.jinja;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template has. */
final class Globals {
    private static final long LONGEST_RANGE = 100_000;

    private Globals() {}

    static Map<String, Value> all(RenderBudget budget, Clock clock) {
        Members members = new Members(budget);
        Map<String, Value> globals = new LinkedHashMap<>();
        put(globals, "range", args -> range(args, budget));
        put(globals, "dict", args -> {
            Map<Value, Value> entries = members.entries("dict", args);
            return new Value.DictValue(entries, Depth.above(entries.values()));
        });
        put(globals, "namespace", args -> namespace(members.entries("namespace", args)));
        put(globals, "joiner", args -> new Joiner(args.bind("joiner", "sep=").get("sep", Value.of(", "))));
        put(globals, "cycler", args -> new Cycler(args));
        put(globals, "raise_exception", args -> {
            Value message = args.bind("raise_exception", "message").get("message");
            throw new TemplateFault("it refuses the conversation: " + Printing.str(message, budget));
        });
        put(globals, "strftime_now", args -> {
            String format = args.bind("strftime_now", "format").text("format");
            return budget.text(Strftime.format(format, ZonedDateTime.now(clock)));
        });
        return globals;
    }

    private static void put(Map<String, Value> globals, String name, Value.Function.Body body) {
        globals.put(name, new Value.Function(name, body));
    }

    private static Value range(Args args, RenderBudget budget) {
        List<Value> given = args.positional();
        if (given.isEmpty() || given.size() > 3 || !args.named().isEmpty()) {
            throw new TemplateFault("range takes one to three numbers");
        }
        long start = given.size() == 1 ? 0 : Types.integer(given.get(0), "range: the start");
        long stop = Types.integer(given.get(given.size() == 1 ? 0 : 1), "range: the stop");
        long step = given.size() < 3 ? 1 : Types.integer(given.get(2), "range: the step");
        if (step == 0) {
            throw new TemplateFault("range: the step is zero");
        }
        List<Value> items = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (items.size() >= LONGEST_RANGE) {
                throw new TemplateFault("a range of more than " + LONGEST_RANGE + " numbers");
            }
            items.add(Value.of(i));
            if (step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step) {
                break;
            }
        }
        budget.items(items.size());
        return new Value.View("range", items);
    }

    private static Value namespace(Map<Value, Value> entries) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (!(key instanceof Value.Text name) || name.value().startsWith("_")) {
                throw new TemplateFault("a namespace's attributes need names that do not begin with an underscore");
            }
            attributes.put(name.value(), value);
        });
        return new Value.Namespace(attributes);
    }

    /** Gives nothing the first time it is called and the separator after that. */
    private static final class Joiner implements Value.Special {
        private final Value separator;
        private boolean used;

        Joiner(Value separator) {
            this.separator = separator;
        }

        @Override
        public String name() {
            return "joiner";
        }

        @Override
        public Value attribute(String attribute) {
            return new Value.Undefined("joiner has no attribute \"" + attribute + "\"");
        }

        @Override
        public Value call(Args args) {
            args.bind("joiner");
            Value result = used ? separator : Value.of("");
            used = true;
            return result;
        }
    }

    /** Gives its values in turn. */
    private static final class Cycler implements Value.Special {
        private final List<Value> values;
        private int place;

        Cycler(Args args) {
            if (args.positional().isEmpty() || !args.named().isEmpty()) {
                throw new TemplateFault("cycler needs one or more values");
            }
            this.values = args.positional();
        }

        @Override
        public String name() {
            return "cycler";
        }

        @Override
        public Value attribute(String attribute) {
            return switch (attribute) {
                case "current" -> values.get(place);
                case "next" ->
                    new Value.Function("next", args -> {
                        Value current = values.get(place);
                        place = (place + 1) % values.size();
                        return current;
                    });
                case "reset" ->
                    new Value.Function("reset", args -> {
                        place = 0;
                        return Value.NONE;
                    });
                default -> new Value.Undefined("cycler has no attribute \"" + attribute + "\"");
            };
        }

        @Override
        public Value call(Args args) {
            throw new TemplateFault("cycler cannot be called; use its next()");
        }
    }
}
