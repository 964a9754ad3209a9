/**
 * What listens: models of this machine behind OpenAI's API. Requests become rows of one running batch a model; how a row
 * is computed is the engine's, and what an answer is worth is nobody's here. Pages have packages of their own.
 */
@NullMarked
package org.counterpoint.serve;

import org.jspecify.annotations.NullMarked;
