package org.counterpoint.jinja;

/** What one rendering may cost, so that a hostile template ends in an error and not in a hang or a full heap. */
final class RenderBudget {
    private static final long MOST_STEPS = 5_000_000;
    private static final long MOST_CHARACTERS = 64L << 20;
    private static final int DEEPEST = 256;

    private long steps;
    private long characters;
    private int depth;

    /** Counts one step of evaluation. */
    void step() {
        steps(1);
    }

    /** Counts work that reads or makes this many characters or items. */
    void steps(long count) {
        steps += count;
        if (steps > MOST_STEPS) {
            throw new TemplateFault("rendering takes more than " + MOST_STEPS + " steps");
        }
    }

    /** Counts text about to be made. */
    void characters(long count) {
        characters += count;
        if (count < 0 || characters > MOST_CHARACTERS) {
            throw new TemplateFault("rendering makes more than " + MOST_CHARACTERS + " characters of text");
        }
        steps(count / 32);
    }

    /** Counts list items about to be made. */
    void items(long count) {
        characters(Math.multiplyExact(Math.min(count, Integer.MAX_VALUE), 8L));
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateFault("evaluation nests more than " + DEEPEST + " deep");
        }
    }

    void leave() {
        depth--;
    }

    Value text(String text) {
        characters(text.length());
        return Value.of(text);
    }

    Value list(java.util.List<Value> items) {
        items(items.size());
        return Value.list(items);
    }
}
