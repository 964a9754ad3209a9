package org.counterpoint.data;

import org.jspecify.annotations.Nullable;

/**
 * What one model answered to one prompt, as a row of an answer file says it.
 *
 * @param id the prompt's id, where the row has one
 * @param finish why the model stopped ({@code "stop"}, {@code "length"}), where the row says so
 */
public record Answer(
        @Nullable String id,
        Prompt prompt,
        String model,
        String text,
        @Nullable String finish,
        Origin origin) {}
