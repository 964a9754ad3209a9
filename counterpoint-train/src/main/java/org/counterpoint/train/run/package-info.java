/**
 * A training run from its request to its final model: the run folder with its record, metrics and checkpoints, and the
 * loop over steps. What a step computes lives in {@code step}.
 */
@NullMarked
package org.counterpoint.train.run;

import org.jspecify.annotations.NullMarked;
