package org.counterpoint.stats;

/**
 * The outcome of a significance test.
 *
 * @param p two-sided unless the method says otherwise
 * @param method the test by its name, as it is printed
 */
public record TestResult(double statistic, double p, String method) {}
