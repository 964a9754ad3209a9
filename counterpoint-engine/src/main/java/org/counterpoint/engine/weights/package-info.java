/**
 * A model as files: safetensors in and out, Hugging Face folders opened, checked, made and written. Plain Java: no native
 * tensor is made here and nothing is computed with the weights.
 */
@NullMarked
package org.counterpoint.engine.weights;

import org.jspecify.annotations.NullMarked;
