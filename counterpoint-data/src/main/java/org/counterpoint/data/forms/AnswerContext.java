package org.counterpoint.data.forms;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a file's answers besides its rows.
 *
 * @param model who wrote all of them, whatever the rows say; null to take the rows' own names
 * @param questions what rows that name only the number of their question were asked
 */
record AnswerContext(@Nullable String model, BenchQuestions questions) {}
