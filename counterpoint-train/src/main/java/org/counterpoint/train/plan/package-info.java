/**
 * What a training run will take, told without loading a model: memory by part, operations, time, and what would make it
 * fit. What a layer keeps and makes on the way is written down here as {@code engine.model} does it.
 */
@NullMarked
package org.counterpoint.train.plan;

import org.jspecify.annotations.NullMarked;
