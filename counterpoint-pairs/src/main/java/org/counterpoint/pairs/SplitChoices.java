package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;

/**
 * Which prompts are held out: what the command {@code split} and the stage of that name are told.
 *
 * @param heldOut how many different prompts to hold out; by clusters, at most
 * @param by what is never cut apart
 * @param nearDuplicate from which similarity (above 0, at most 1) on prompts are of one cluster
 */
public record SplitChoices(int heldOut, SplitBy by, double nearDuplicate, long seed) implements Serializable {
    /** The setting that must be given. */
    public static final String HELD_OUT = "held_out";

    private static final String BY = "by";
    private static final String NEAR_DUPLICATE = "near_duplicate";

    /** The settings by name. */
    public static final Schema<SplitChoices> SCHEMA = new Schema<SplitChoices>(
                    List.of(
                            Setting.whole(HELD_OUT, 1, null, "how many prompts to hold out; by clusters, at most"),
                            Setting.choice(
                                            BY,
                                            SplitBy.PROMPT,
                                            "what is never cut apart, a prompt's rows, or those of near-duplicates too")
                                    .labelled("WHAT"),
                            Setting.real(
                                    NEAR_DUPLICATE,
                                    Range.aboveTo(0, 1),
                                    0.7,
                                    "from which similarity on prompts are of one cluster"),
                            Setting.seed("seed", 0L, "another seed holds out other prompts")),
                    values -> new SplitChoices(
                            values.integer(HELD_OUT),
                            values.choice(BY, SplitBy.class),
                            values.real(NEAR_DUPLICATE),
                            values.whole("seed")))
            .with(SplitChoices::check);

    private static void check(Values given, BiConsumer<String, String> faults) {
        if (!given.has(HELD_OUT)) {
            faults.accept(HELD_OUT, "held_out must be given: how many prompts to hold out");
        }
    }

    /** What the output depends on, by name. */
    Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>();
        all.put(HELD_OUT, Integer.toString(heldOut));
        all.put("seed", Long.toString(seed));
        if (by == SplitBy.CLUSTER) {
            all.put(BY, by.wireName());
            all.put(NEAR_DUPLICATE, Double.toString(nearDuplicate));
        }
        return all;
    }
}
