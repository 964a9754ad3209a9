/**
 * A policy's own answers: drawn, rewarded, learnt from, written down. The arithmetic of their losses is in {@code policy},
 * the run around them in {@code run}.
 */
@NullMarked
package org.counterpoint.train.rollout;

import org.jspecify.annotations.NullMarked;
