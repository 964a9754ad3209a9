package org.counterpoint.jinja;

import java.util.Collection;

/** How deep lists and dicts nest; bounded, so that comparing and printing them cannot exhaust the stack. */
final class Depth {
    private static final int DEEPEST = 64;

    private Depth() {}

    /** The depth of a container of these items. */
    static int above(Collection<Value> items) {
        int deepest = 0;
        for (Value item : items) {
            deepest = Math.max(deepest, of(item));
        }
        if (deepest >= DEEPEST) {
            throw new TemplateFault("lists and dicts nested more than " + DEEPEST + " deep");
        }
        return deepest + 1;
    }

    private static int of(Value value) {
        if (value instanceof Value.ListValue list) {
            return list.depth();
        }
        if (value instanceof Value.TupleValue tuple) {
            return tuple.depth();
        }
        if (value instanceof Value.View view) {
            return above(view.items());
        }
        return value instanceof Value.DictValue dict ? dict.depth() : 0;
    }
}
