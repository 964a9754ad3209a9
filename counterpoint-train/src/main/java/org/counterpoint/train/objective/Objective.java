package org.counterpoint.train.objective;

/** What a step minimises: likelihood of single responses, or a loss of pairs. */
public sealed interface Objective permits Likelihood, PairObjective {}
