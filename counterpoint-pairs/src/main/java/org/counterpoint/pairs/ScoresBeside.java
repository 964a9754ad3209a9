package org.counterpoint.pairs;

import java.io.Closeable;
import java.nio.file.Path;
import org.counterpoint.data.rows.RowsBeside;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code score} wrote of responses, read beside the groups: to be asked for in the groups' order, once a group. One
 * thread.
 */
public final class ScoresBeside implements Closeable {
    private final @Nullable RowsBeside logps;
    private final @Nullable RowsBeside rewards;

    /** @throws org.counterpoint.data.InputException where a file that the choices name cannot be opened */
    public ScoresBeside(DifficultyChoices choices) {
        this.logps = open(choices.logps());
        this.rewards = open(choices.rewards());
    }

    private static @Nullable RowsBeside open(@Nullable Path file) {
        return file == null ? null : new RowsBeside(file);
    }

    /** What a language model's file says of a group; null for nothing. */
    public @Nullable JsonNode logps(String id) {
        return logps == null ? null : logps.of(id);
    }

    /** What a reward model's file says of a group; null for nothing. */
    public @Nullable JsonNode rewards(String id) {
        return rewards == null ? null : rewards.of(id);
    }

    @Override
    public void close() {
        if (logps != null) {
            logps.close();
        }
        if (rewards != null) {
            rewards.close();
        }
    }
}
