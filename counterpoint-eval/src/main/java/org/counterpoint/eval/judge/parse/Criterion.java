package org.counterpoint.eval.judge.parse;

/**
 * One thing that a rubric grades.
 *
 * @param description for the judge
 * @param weight of its grade in the sum; above 0
 */
public record Criterion(String name, String description, double weight) {}
