/**
 * Training: a request in, a run folder with a trained model out. The sub-packages hold the pieces: settings, objectives,
 * curricula, tokens on disk, the step, the run folder. Tensors, tokenizers and file formats of data live elsewhere.
 */
@NullMarked
package org.counterpoint.train;

import org.jspecify.annotations.NullMarked;
