package org.counterpoint.pairs.difficulty;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.rows.RowsBeside;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Log-probabilities of responses as {@code score} writes them, read beside the groups: its lines stand in the groups'
 * order. One thread.
 */
public final class Logps implements Closeable {
    private final RowsBeside lines;

    /** @throws org.counterpoint.data.InputException where the file cannot be opened */
    public Logps(Path file) {
        this.lines = new RowsBeside(file);
    }

    /**
     * What the model gave a response.
     *
     * @param logp the sum over its tokens, in nats
     */
    public record Logp(double logp, long tokens) {}

    /** The group's, response by response; null where there is none. */
    public List<@Nullable Logp> of(ResponseGroup group) {
        List<@Nullable Logp> found = new ArrayList<>();
        JsonNode line = lines.of(group.id());
        for (int i = 0; i < group.responses().size(); i++) {
            JsonNode item = line == null ? null : line.path("responses").get(i);
            String model = group.responses().get(i).model();
            found.add(item != null && model.equals(item.path("model").asString("")) ? logp(item) : null);
        }
        return found;
    }

    /** The scores that follow for a pair: none where one of its answers has no log-probability. */
    public static void add(Pair pair, List<@Nullable Logp> logps, Map<String, Double> scores) {
        Logp chosen = logps.get(pair.chosen());
        Logp rejected = logps.get(pair.rejected());
        if (chosen == null || rejected == null) {
            return;
        }
        scores.put(Difficulty.REFERENCE_MARGIN.wireName(), chosen.logp() - rejected.logp());
        scores.put(
                Difficulty.REFERENCE_MARGIN_PER_TOKEN.wireName(),
                chosen.logp() / chosen.tokens() - rejected.logp() / rejected.tokens());
    }

    private static @Nullable Logp logp(JsonNode item) {
        JsonNode logp = item.path("logp");
        long tokens = item.path("tokens").asLong(0);
        boolean usable = logp.isNumber() && Double.isFinite(logp.doubleValue()) && tokens > 0;
        return usable ? new Logp(logp.doubleValue(), tokens) : null;
    }

    @Override
    public void close() {
        lines.close();
    }
}
