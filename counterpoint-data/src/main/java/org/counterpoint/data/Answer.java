package org.counterpoint.data;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one model answered to one prompt, as a row of an answer file says it.
 *
 * @param id the prompt's id, where the row has one
 * @param sample which of the model's answers to the prompt, from 0
 * @param finish why the model stopped ({@code "stop"}, {@code "length"}), where the row says so
 * @param ratings how good the row says the answer is, more is better, by the scale; empty where it does not
 * @param rank the answer's place among those to its prompt, less is better; null where the row has none
 */
public record Answer(
        @Nullable String id,
        Prompt prompt,
        String model,
        int sample,
        String text,
        @Nullable String finish,
        Map<String, Double> ratings,
        @Nullable Double rank,
        Origin origin) {

    public Answer {
        ratings = ratings.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(ratings));
    }

    /** A model's only answer, which nobody has rated or ranked. */
    public Answer(
            @Nullable String id, Prompt prompt, String model, String text, @Nullable String finish, Origin origin) {
        this(id, prompt, model, 0, text, finish, Map.of(), null, origin);
    }

    /** The same with another text. */
    public Answer withText(String other) {
        return new Answer(id, prompt, model, sample, other, finish, ratings, rank, origin);
    }

    /** The model and, where it has several answers, which of them this is: what stands in a group once. */
    public String name() {
        return sample == 0 ? model : model + ", sample " + sample;
    }
}
