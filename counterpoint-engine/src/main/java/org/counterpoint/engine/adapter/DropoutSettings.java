package org.counterpoint.engine.adapter;

/**
 * What share of an adapter's inputs is dropped while it learns.
 *
 * @param rate at least 0, less than 1; 0 drops nothing
 * @param seed of the draws
 */
public record DropoutSettings(double rate, long seed) {
    public static final DropoutSettings NONE = new DropoutSettings(0, 0);
}
