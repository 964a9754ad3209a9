package org.counterpoint.chat.ask;

/**
 * What a model's tokens cost, in whatever money the budget is in.
 *
 * @param in of a million tokens of questions; NaN where it is not known
 * @param out of a million tokens of answers; NaN where it is not known
 */
public record Price(double in, double out) {}
