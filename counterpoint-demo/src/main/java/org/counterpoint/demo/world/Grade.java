package org.counterpoint.demo.world;

/**
 * How right an answer is.
 *
 * @param score from 0 (wrong) to 1 (right)
 * @param reason why, for people
 */
public record Grade(double score, String reason) {}
