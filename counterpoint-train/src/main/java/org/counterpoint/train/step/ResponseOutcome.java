package org.counterpoint.train.step;

/**
 * What became of one response in likelihood training.
 *
 * @param place for a person: model, group, file and line
 * @param weight s
 * @param loss {@code -logp}, in nats
 * @param tokens T
 */
public record ResponseOutcome(String model, String place, double weight, double loss, int tokens) {}
