package org.counterpoint.train.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups that are scored together, and whose scores are kept before the next are begun: as many as fill about one pass,
 * so that a kill costs no more than that. The same in every run, so that going on changes no bit.
 *
 * @param end the number of the group after the last
 */
public record ScoreWindow(List<PreparedGroup> groups, int end) {
    private static final int MOST = 16; // so that small groups, too, are kept now and then

    /** The groups from {@code first} on; at least one. */
    public static ScoreWindow from(TokenStore store, int first, int microBatchTokens) throws IOException {
        List<PreparedGroup> groups = new ArrayList<>();
        long positions = 0;
        int next = first;
        while (next < store.size() && groups.size() < MOST && positions < microBatchTokens) {
            PreparedGroup group = store.read(next++);
            groups.add(group);
            positions += group.sequences().stream()
                    .mapToInt(sequence -> sequence.tokens().length)
                    .sum();
        }
        return new ScoreWindow(List.copyOf(groups), next);
    }
}
