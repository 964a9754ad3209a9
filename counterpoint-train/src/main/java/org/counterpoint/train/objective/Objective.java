package org.counterpoint.train.objective;

/** What a step minimises: likelihood of single responses, a loss of pairs, or a loss of the policy's own answers. */
public sealed interface Objective permits Likelihood, PairObjective, PolicyObjective {}
