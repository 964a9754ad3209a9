package org.counterpoint.recipe.stage;

import java.util.Set;
import org.counterpoint.settings.Setting;

/** Something that a recipe may say of a stage. */
public sealed interface Field {
    /** The name of the setting that holds a seed: where it is not given, it is the recipe's. */
    String SEED = "seed";

    /** Dotted where it is nested. */
    String name();

    /** A few words for a person. */
    String meaning();

    boolean required();

    /** A value, which becomes part of what the stage is told. */
    record Told(Setting setting, boolean required) implements Field {
        @Override
        public String name() {
            return setting.name();
        }

        @Override
        public String meaning() {
            return setting.meaning();
        }
    }

    /** What models cost: {@code MODEL: {in: PRICE, out: PRICE}}, or a file of it. */
    record Prices(String name, String meaning) implements Field {
        @Override
        public boolean required() {
            return false;
        }
    }

    /**
     * Other stages' outputs, or files.
     *
     * @param accepts what the files may hold
     */
    record Input(String name, Set<Content> accepts, Arity arity, boolean required, String meaning) implements Field {
        public Input {
            accepts = Set.copyOf(accepts);
        }

        /** Whether rows are read there, of a file or of a folder of them. */
        public boolean takesRows() {
            return accepts.stream().anyMatch(Content::isRows);
        }
    }

    /** How many things an input takes, and what becomes of a stage's arms there. */
    enum Arity {
        /** One; the stage is done for each arm that gives it. */
        ONE,
        /** Several, listed or by name; the stage is done for each arm. */
        SEVERAL,
        /** All arms at once. */
        ALL
    }

    /** An input that must be given. */
    static Input input(String name, Arity arity, String meaning, Content... accepts) {
        return new Input(name, Set.of(accepts), arity, true, meaning);
    }

    /** An input that may be given. */
    static Input optionalInput(String name, Arity arity, String meaning, Content... accepts) {
        return new Input(name, Set.of(accepts), arity, false, meaning);
    }
}
