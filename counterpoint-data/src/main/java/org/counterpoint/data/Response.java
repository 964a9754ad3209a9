package org.counterpoint.data;

import org.jspecify.annotations.Nullable;

/**
 * One model's answer, its text kept to the letter.
 *
 * @param model the name of the model that wrote it
 * @param rank 0 for the strongest; equal ranks make no pair
 * @param finish why the model stopped ({@code "stop"}, {@code "length"}), where the file says so
 * @param rating how good the data say the answer is, more is better; null where they do not
 * @param origin where the answer was read
 */
public record Response(
        String model,
        String text,
        int rank,
        @Nullable String finish,
        @Nullable Double rating,
        Origin origin) {

    /** A response that nobody has rated. */
    public Response(String model, String text, int rank, @Nullable String finish, Origin origin) {
        this(model, text, rank, finish, null, origin);
    }
}
