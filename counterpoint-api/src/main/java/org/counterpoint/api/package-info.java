/**
 * What a program may build on: {@link org.counterpoint.api.Preferences pairs from lists}, a
 * {@link org.counterpoint.api.Trainer}, a {@link org.counterpoint.api.TextScorer}, a
 * {@link org.counterpoint.api.TextGenerator}, a {@link org.counterpoint.api.TextReward reward model} and a
 * {@link org.counterpoint.api.TextJudge}. Nothing else of the house is meant to be built on but the records and
 * exceptions that are named here: of {@link org.counterpoint.data} {@code ResponseGroup}, {@code Response}, {@code Pair},
 * {@code Prompt}, {@code Message}, {@code Role} and {@code Origin}; {@code InputException}, {@code ModelException},
 * {@code TrainingException} and {@code StoppedException}. Everything else may change from one version to the next.
 *
 * <p>Models are folders as Hugging Face writes them. Neither variables of the environment nor flags of the JVM are
 * needed; {@code docs/library.md} says which make it faster.
 */
@NullMarked
package org.counterpoint.api;

import org.jspecify.annotations.NullMarked;
