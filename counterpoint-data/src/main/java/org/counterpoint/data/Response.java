package org.counterpoint.data;

import org.jspecify.annotations.Nullable;

/**
 * One model's answer, its text kept to the letter.
 *
 * @param model the name of the model that wrote it
 * @param sample which of the model's answers in the group, from 0
 * @param thought how many characters of the text are a thought before the answer; 0 where there is none
 * @param rank 0 for the strongest; equal ranks make no pair
 * @param finish why the model stopped ({@code "stop"}, {@code "length"}), where the file says so
 * @param rating how good the data say the answer is, more is better; null where they do not
 * @param origin where the answer was read
 */
public record Response(
        String model,
        int sample,
        String text,
        int thought,
        int rank,
        @Nullable String finish,
        @Nullable Double rating,
        Origin origin) {

    /** A model's only response, without a thought. */
    public Response(
            String model, String text, int rank, @Nullable String finish, @Nullable Double rating, Origin origin) {
        this(model, 0, text, 0, rank, finish, rating, origin);
    }

    /** A model's only response, without a thought, which nobody has rated. */
    public Response(String model, String text, int rank, @Nullable String finish, Origin origin) {
        this(model, text, rank, finish, null, origin);
    }

    /** The same at another place. */
    public Response withRank(int other) {
        return new Response(model, sample, text, thought, other, finish, rating, origin);
    }

    /** The same, its thought known. */
    public Response parted(Thoughts thoughts) {
        int thinking = text.length() - thoughts.part(text).answer().length();
        return thinking == thought ? this : new Response(model, sample, text, thinking, rank, finish, rating, origin);
    }

    /** What it says aloud: the text without its thought. What is asked of answers is asked of this. */
    public String spoken() {
        return thought == 0 ? text : text.substring(thought);
    }
}
