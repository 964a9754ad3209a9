package org.counterpoint.data;

import org.jspecify.annotations.Nullable;

/**
 * What one model answered to one prompt, as a row of an answer file says it.
 *
 * @param id the prompt's id, where the row has one
 * @param finish why the model stopped ({@code "stop"}, {@code "length"}), where the row says so
 * @param rating how good the row says the answer is, more is better; null where it does not
 * @param rank the answer's place among those to its prompt, less is better; null where the row has none
 */
public record Answer(
        @Nullable String id,
        Prompt prompt,
        String model,
        String text,
        @Nullable String finish,
        @Nullable Double rating,
        @Nullable Integer rank,
        Origin origin) {

    /** An answer that nobody has rated or ranked. */
    public Answer(
            @Nullable String id, Prompt prompt, String model, String text, @Nullable String finish, Origin origin) {
        this(id, prompt, model, text, finish, null, null, origin);
    }
}
