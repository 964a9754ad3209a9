package org.counterpoint.stats;

/**
 * A number measured on a sample, with its interval.
 *
 * @param standardError NaN where the method gives none
 * @param n how many independent units (instructions, not rows) it rests on
 */
public record Estimate(double value, double standardError, Interval interval, int n) {}
