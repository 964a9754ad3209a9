package org.counterpoint.train.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;

/**
 * A method of training by name.
 *
 * @param name what users type
 * @param needsReference whether it uses a reference's log-probabilities
 * @param learns what it learns from
 * @param schema the settings that it uses, and no others, and the objective that they make
 */
public record Method(String name, boolean needsReference, Learns learns, Schema<Objective> schema) {

    /** What a method learns from. */
    public enum Learns {
        /** Responses of a file, each by itself. */
        RESPONSES,
        /** Pairs of responses of a file. */
        PAIRS,
        /** The policy's own answers to the prompts of a file. */
        ROLLOUTS
    }

    private static final String NLL_WEIGHT = "nll_weight";

    /** A loss of pairs against a reference; it takes {@code nll_weight} too. */
    static Method withReference(String name, Function<Values, PairObjective> factory, Setting... settings) {
        return pairwise(name, true, factory, settings);
    }

    /** A loss of pairs by themselves; it takes {@code nll_weight} too. */
    static Method withoutReference(String name, Function<Values, PairObjective> factory, Setting... settings) {
        return pairwise(name, false, factory, settings);
    }

    /** Likelihood of single responses. */
    static Method ofResponses(String name, Likelihood objective) {
        return new Method(name, false, Learns.RESPONSES, new Schema<>(List.of(), settings -> objective));
    }

    private static Method pairwise(
            String name, boolean reference, Function<Values, PairObjective> factory, Setting... settings) {
        List<Setting> all = new ArrayList<>(List.of(settings));
        all.add(Setting.real(NLL_WEIGHT, Range.atLeast(0), 0.0, "weight of the chosen response's likelihood beside"));
        return new Method(name, reference, Learns.PAIRS, new Schema<>(all, values -> {
            PairObjective objective = factory.apply(values);
            double weight = values.real(NLL_WEIGHT);
            return weight == 0 ? objective : new WithLikelihood(objective, weight);
        }));
    }
}
