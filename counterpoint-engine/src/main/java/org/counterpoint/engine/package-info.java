/**
 * What training and scoring see of the engine: token sequences in, log-probabilities out, gradients
 * back. Tensors stay inside; nothing above this room sees a native pointer.
 */
@NullMarked
package org.counterpoint.engine;

import org.jspecify.annotations.NullMarked;
