/**
 * Which pairs count for how much at which step, and in which order groups come. Pure functions of settings, step and
 * group; nothing here keeps a state, so a resumed run needs none.
 */
@NullMarked
package org.counterpoint.train.curriculum;

import org.jspecify.annotations.NullMarked;
