package org.counterpoint.train.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A method of training by name.
 *
 * @param name what users type
 * @param needsReference whether its loss uses a reference's log-probabilities
 * @param parameters the settings that it uses, and no others
 * @param factory makes the objective from complete settings
 */
public record Method(
        String name, boolean needsReference, List<Parameter> parameters, Function<MethodSettings, Objective> factory) {
    private static final String NLL_WEIGHT = "nll_weight";

    public Method {
        parameters = List.copyOf(parameters);
    }

    /** A loss of pairs against a reference; it takes {@code nll_weight} too. */
    static Method withReference(String name, Function<MethodSettings, PairObjective> factory, Parameter... parameters) {
        return pairwise(name, true, factory, parameters);
    }

    /** A loss of pairs by themselves; it takes {@code nll_weight} too. */
    static Method withoutReference(
            String name, Function<MethodSettings, PairObjective> factory, Parameter... parameters) {
        return pairwise(name, false, factory, parameters);
    }

    /** Likelihood of single responses. */
    static Method ofResponses(String name, Likelihood objective) {
        return new Method(name, false, List.of(), settings -> objective);
    }

    private static Method pairwise(
            String name, boolean reference, Function<MethodSettings, PairObjective> factory, Parameter... parameters) {
        List<Parameter> all = new ArrayList<>(List.of(parameters));
        all.add(Parameter.atLeastZero(NLL_WEIGHT, 0));
        return new Method(name, reference, all, settings -> {
            PairObjective objective = factory.apply(settings);
            double weight = settings.number(NLL_WEIGHT);
            return weight == 0 ? objective : new WithLikelihood(objective, weight);
        });
    }
}
