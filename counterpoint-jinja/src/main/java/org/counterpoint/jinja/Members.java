package org.counterpoint.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attributes, items and calls, as Jinja's immutable sandbox allows them. */
final class Members {
    private static final Set<String> DICT_METHODS = Set.of("items", "keys", "values", "get", "copy");
    private static final Set<String> LIST_METHODS = Set.of("index", "count", "copy");
    private static final Set<String> CHANGING = Set.of(
            "append",
            "clear",
            "extend",
            "insert",
            "pop",
            "popitem",
            "remove",
            "reverse",
            "setdefault",
            "sort",
            "update");

    private final RenderBudget budget;
    private final TextMethods textMethods;

    Members(RenderBudget budget) {
        this.budget = budget;
        this.textMethods = new TextMethods(budget);
    }

    /** {@code target.name}: the attribute, else the item of that name. */
    Value attribute(Value target, String name) {
        if (target instanceof Value.Undefined undefined) {
            throw new TemplateFault(undefined.why());
        }
        if (name.startsWith("_")) {
            throw new TemplateFault(
                    "attributes that begin with an underscore are not open to templates: \"" + name + "\"");
        }
        Value method = method(target, name);
        return method instanceof Value.Undefined && target instanceof Value.DictValue dict
                ? dict.entries().getOrDefault(Value.of(name), method)
                : method;
    }

    /** {@code target[key]}: the item, else the attribute of that name. */
    Value item(Value target, Value key) {
        if (target instanceof Value.Undefined undefined) {
            throw new TemplateFault(undefined.why());
        }
        Value found = null;
        if (target instanceof Value.DictValue dict) {
            found = key instanceof Value.Undefined ? null : dict.entries().get(lookUpKey(key));
        } else if (key instanceof Value.Int || key instanceof Value.Bool) {
            found = itemAt(target, Types.integer(key, "the index"));
        }
        if (found != null) {
            return found;
        }
        if (key instanceof Value.Text name && !name.value().startsWith("_")) {
            return method(target, name.value());
        }
        return new Value.Undefined(Types.name(target) + " has no element " + shown(key));
    }

    private static Value lookUpKey(Value key) {
        return key instanceof Value.Text text ? Value.of(text.value()) : key;
    }

    private String shown(Value key) {
        return key instanceof Value.Text || key instanceof Value.Int ? Printing.str(key, budget) : Types.name(key);
    }

    private @org.jspecify.annotations.Nullable Value itemAt(Value target, long index) {
        if (target instanceof Value.Text text) {
            int length = Strings.length(text.value());
            budget.steps(length / 32);
            long at = index < 0 ? index + length : index;
            if (at < 0 || at >= length) {
                return null;
            }
            int offset = text.value().offsetByCodePoints(0, (int) at);
            return new Value.Text(Character.toString(text.value().codePointAt(offset)), text.safe());
        }
        List<Value> items =
                target instanceof Value.View view && !view.kind().equals("range") ? null : Types.itemsOf(target);
        if (items == null) {
            return null;
        }
        long at = index < 0 ? index + items.size() : index;
        return at < 0 || at >= items.size() ? null : items.get((int) at);
    }

    private Value method(Value target, String name) {
        if (target instanceof Value.Text text && TextMethods.exists(name)) {
            return new Value.Function("str." + name, args -> textMethods.call(name, text, args));
        }
        if (target instanceof Value.DictValue dict && DICT_METHODS.contains(name)) {
            return new Value.Function("dict." + name, args -> dictMethod(name, dict, args));
        }
        boolean list = target instanceof Value.ListValue;
        if ((list || target instanceof Value.TupleValue) && LIST_METHODS.contains(name)) {
            List<Value> items = Types.iterateOrFail(target, budget);
            return new Value.Function("list." + name, args -> listMethod(name, items, args));
        }
        if (target instanceof Value.Namespace namespace) {
            return namespace.attributes().getOrDefault(name, missing(target, name));
        }
        if (target instanceof Value.Special special) {
            return special.attribute(name);
        }
        boolean container = list || target instanceof Value.DictValue;
        if (container && CHANGING.contains(name)) {
            return new Value.Function(name, args -> {
                throw new TemplateFault(
                        "\"" + name + "\" would change a " + Types.name(target) + ", which templates may not");
            });
        }
        if (target instanceof Value.Text && TextMethods.unsupported(name)) {
            throw new TemplateFault("the string method \"" + name + "\" is not supported");
        }
        return missing(target, name);
    }

    private static Value missing(Value target, String name) {
        return new Value.Undefined(Types.name(target) + " has no attribute \"" + name + "\"");
    }

    private Value dictMethod(String name, Value.DictValue dict, Args args) {
        if (name.equals("get")) {
            Args.Bound bound = args.bind("get", "key", "default=");
            Value found = dict.entries().get(lookUpKey(bound.get("key")));
            return found != null ? found : bound.get("default", Value.NONE);
        }
        args.bind(name);
        budget.items(dict.entries().size());
        return switch (name) {
            case "keys" ->
                new Value.View("dict_keys", List.copyOf(dict.entries().keySet()));
            case "values" ->
                new Value.View("dict_values", List.copyOf(dict.entries().values()));
            case "copy" -> dict;
            default -> new Value.View("dict_items", pairs(dict.entries()));
        };
    }

    /** The entries as tuples. */
    static List<Value> pairs(Map<Value, Value> entries) {
        List<Value> pairs = new ArrayList<>();
        entries.forEach((key, value) -> {
            List<Value> pair = List.of(key, value);
            pairs.add(new Value.TupleValue(pair, Depth.above(pair)));
        });
        return pairs;
    }

    private Value listMethod(String name, List<Value> items, Args args) {
        if (name.equals("copy")) {
            args.bind("copy");
            return budget.list(items);
        }
        Value wanted = args.bind(name, "value").get("value");
        budget.steps(items.size());
        long count = 0;
        for (int i = 0; i < items.size(); i++) {
            if (Types.equal(items.get(i), wanted)) {
                if (name.equals("index")) {
                    return Value.of(i);
                }
                count++;
            }
        }
        if (name.equals("index")) {
            throw new TemplateFault("index: the list does not hold the value");
        }
        return Value.of(count);
    }

    Value call(Value target, Args args) {
        if (target instanceof Value.Function function) {
            return function.body().call(args);
        }
        if (target instanceof Value.Special special) {
            return special.call(args);
        }
        throw new TemplateFault(
                target instanceof Value.Undefined undefined
                        ? undefined.why()
                        : Types.name(target) + " cannot be called");
    }

    /** A value reached by a dotted path, whose parts are names or numbers, as filters take it. */
    Value path(Value start, Value path) {
        if (path instanceof Value.Int) {
            return item(start, path);
        }
        if (!(path instanceof Value.Text text)) {
            throw new TemplateFault("an attribute's name must be a string or a number, not " + Types.name(path));
        }
        Value value = start;
        for (String part : Strings.split(text.value(), ".", -1)) {
            boolean number =
                    !part.isEmpty() && part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            value = item(value, number ? Value.of(Long.parseLong(part)) : Value.of(part));
        }
        return value;
    }

    /** Entries with string keys, for {@code dict(...)} and {@code namespace(...)}. */
    Map<Value, Value> entries(String function, Args args) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        if (args.positional().size() > 1) {
            throw new TemplateFault(function + " takes at most one argument without a name");
        }
        if (!args.positional().isEmpty()) {
            Value first = args.positional().get(0);
            if (first instanceof Value.DictValue dict) {
                entries.putAll(dict.entries());
            } else {
                for (Value pair : Types.iterateOrFail(first, budget)) {
                    List<Value> both = Types.iterateOrFail(pair, budget);
                    if (both.size() != 2) {
                        throw new TemplateFault(function + " needs pairs of key and value");
                    }
                    entries.put(Types.key(both.get(0)), both.get(1));
                }
            }
        }
        args.named().forEach((name, value) -> entries.put(Value.of(name), value));
        budget.items(entries.size());
        return entries;
    }
}
