/**
 * What a LoRA adapter's configuration says, in PEFT's form: which modules, at which rank and scale. Tensors live in
 * {@code weights} and {@code model}, not here.
 */
@NullMarked
package org.counterpoint.engine.adapter;

import org.jspecify.annotations.NullMarked;
