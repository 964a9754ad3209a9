package org.counterpoint.data.forms;

import org.counterpoint.data.Answer;
import org.counterpoint.data.rows.RowPlace;
import org.jspecify.annotations.Nullable;

/**
 * An answer and how to find it again.
 *
 * @param model the model that the command line names for the file; null where the rows name theirs
 * @param place where its row is; null where it cannot be read again
 * @param number which of the row's answers it is, from 0
 */
public record PlacedAnswer(
        Answer answer, @Nullable String model, @Nullable RowPlace place, int number) {}
