/**
 * A file of prompts to a file of a model's answers: batches that are always cut alike, a journal that survives a kill,
 * and an output in the prompts' order. The tokens themselves come from the engine.
 */
@NullMarked
package org.counterpoint.answer.generate;

import org.jspecify.annotations.NullMarked;
