/**
 * GGUF, the files of llama.cpp and Ollama: the container with its typed metadata, blocks of quantised weights, what tensors
 * and sizes are called there, and tokenizers as metadata. Model folders are made from such files; nothing is computed with
 * the weights.
 */
@NullMarked
package org.counterpoint.engine.weights.gguf;

import org.jspecify.annotations.NullMarked;
