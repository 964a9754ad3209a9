package org.counterpoint.pairs.difficulty;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.rows.RowsBeside;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code score} writes of responses, read beside the groups: its lines stand in the groups' order. One thread.
 */
public final class ResponseScores implements Closeable {
    private final RowsBeside lines;
    private final Of of;

    /** @throws org.counterpoint.data.InputException where the file cannot be opened */
    public ResponseScores(Path file, Of of) {
        this.lines = new RowsBeside(file);
        this.of = of;
    }

    /** What kind of model scored. */
    public enum Of {
        /** A language model: log-probabilities, summed over a response's tokens, in nats. */
        LANGUAGE_MODEL("logp"),
        /** A reward model. */
        REWARD_MODEL("score");

        private final String key;

        Of(String key) {
            this.key = key;
        }
    }

    private record Scored(double value, long tokens) {}

    /** The pairs of a group, each with the scores that follow for it. */
    public ResponseGroup add(ResponseGroup group) {
        List<@Nullable Scored> known = scored(group);
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : group.pairs()) {
            Map<String, Double> scores = new TreeMap<>(pair.scores());
            add(known.get(pair.chosen()), known.get(pair.rejected()), scores);
            pairs.add(new Pair(pair.chosen(), pair.rejected(), pair.type(), scores));
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), pairs, group.origin());
    }

    /** Response by response; null where there is none. */
    private List<@Nullable Scored> scored(ResponseGroup group) {
        List<@Nullable Scored> found = new ArrayList<>();
        JsonNode line = lines.of(group.id());
        for (int i = 0; i < group.responses().size(); i++) {
            JsonNode item = line == null ? null : line.path("responses").get(i);
            String model = group.responses().get(i).model();
            found.add(item != null && model.equals(item.path("model").asString("")) ? scored(item) : null);
        }
        return found;
    }

    private void add(@Nullable Scored chosen, @Nullable Scored rejected, Map<String, Double> scores) {
        if (chosen == null || rejected == null) {
            return;
        }
        double margin = chosen.value() - rejected.value();
        switch (of) {
            case REWARD_MODEL -> scores.put(Difficulty.REWARD_MARGIN.wireName(), margin);
            case LANGUAGE_MODEL -> {
                scores.put(Difficulty.REFERENCE_MARGIN.wireName(), margin);
                scores.put(
                        Difficulty.REFERENCE_MARGIN_PER_TOKEN.wireName(),
                        chosen.value() / chosen.tokens() - rejected.value() / rejected.tokens());
            }
        }
    }

    private @Nullable Scored scored(JsonNode item) {
        JsonNode value = item.path(of.key);
        long tokens = item.path("tokens").asLong(0);
        boolean usable = value.isNumber() && Double.isFinite(value.doubleValue()) && tokens > 0;
        return usable ? new Scored(value.doubleValue(), tokens) : null;
    }

    @Override
    public void close() {
        lines.close();
    }
}
