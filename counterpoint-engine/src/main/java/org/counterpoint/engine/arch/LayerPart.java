package org.counterpoint.engine.arch;

/** The parts of a layer that have weights, in the order of a checkpoint. */
public enum LayerPart {
    ATTENTION_NORM,
    /** [(heads + 2 kvHeads) headDim, hidden], in one tensor or in three. */
    QUERY_KEY_VALUE,
    QUERY_NORM,
    KEY_NORM,
    /** [hidden, heads headDim]. */
    ATTENTION_OUTPUT,
    ATTENTION_POST_NORM,
    FEED_FORWARD_NORM,
    /** [2 inner width, hidden], in one tensor or in two. */
    GATE_UP,
    /** [hidden, inner width]. */
    DOWN,
    FEED_FORWARD_POST_NORM
}
