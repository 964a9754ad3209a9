package org.counterpoint.engine.arch;

/**
 * How wide a head is where the file does not say.
 *
 * @param dividesHidden whether the family's hidden size is a multiple of its heads even where {@code head_dim} is given
 * @param otherwise the default of {@code head_dim}; 0 for hidden size by heads
 */
record HeadWidth(boolean dividesHidden, int otherwise) {
    static final HeadWidth OF_HIDDEN = new HeadWidth(false, 0);

    static final HeadWidth OF_WHOLE_HIDDEN = new HeadWidth(true, 0);
}
