/** The model: its config, its Hugging Face folder, forward and backward, generation. */
@NullMarked
package org.counterpoint.engine.model;

import org.jspecify.annotations.NullMarked;
