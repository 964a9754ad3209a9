package org.counterpoint.recipe.stage;

import java.util.List;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;

/**
 * Which portion of prompts is meant.
 *
 * @param part from 1
 * @param parts how many there are
 * @param prompts of a portion; 0 for an equal share of all
 * @param seed shuffles the prompts
 */
record PortionChoices(int part, int parts, int prompts, long seed) {
    static final String PROMPTS = "prompts";

    static final Schema<PortionChoices> SCHEMA = new Schema<>(
            List.of(
                    Setting.whole("part", 1, 1L, "which portion, from 1"),
                    Setting.whole("parts", 1, 1L, "how many portions there are"),
                    Setting.whole(PROMPTS, 0, 0L, "prompts of a portion; 0: an equal share of all"),
                    Setting.seed(Field.SEED, 0L, "of the prompts' order")),
            values -> new PortionChoices(
                    values.integer("part"),
                    values.integer("parts"),
                    values.integer(PROMPTS),
                    values.whole(Field.SEED)));

    /** Of so many prompts in all. */
    long size(long all) {
        return prompts == 0 ? Math.max(1, all / parts) : prompts;
    }
}
