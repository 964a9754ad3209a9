/** Matrices in fewer bits a number than 16: int8 by row, bitsandbytes' NF4 by block; pure Java, over buffers of whatever memory. */
@NullMarked
package org.counterpoint.engine.weights.quant;

import org.jspecify.annotations.NullMarked;
