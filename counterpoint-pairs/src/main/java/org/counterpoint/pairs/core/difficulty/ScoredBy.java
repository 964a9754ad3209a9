package org.counterpoint.pairs.core.difficulty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What kind of model scored responses, and the margins of pairs that follow from what {@code score} wrote of them. */
public enum ScoredBy {
    /** A language model: log-probabilities, summed over a response's tokens, in nats. */
    LANGUAGE_MODEL("logp"),
    /** A reward model. */
    REWARD_MODEL("score");

    private final String key;

    ScoredBy(String key) {
        this.key = key;
    }

    private record Scored(double value, long tokens) {}

    /**
     * The group, its pairs each with the scores that follow for it.
     *
     * @param line what {@code score} wrote of the group; null where it wrote nothing
     */
    public ResponseGroup add(ResponseGroup group, @Nullable JsonNode line) {
        if (line == null) {
            return group;
        }
        List<@Nullable Scored> known = scored(group, line);
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : group.pairs()) {
            Map<String, Double> scores = new TreeMap<>(pair.scores());
            add(known.get(pair.chosen()), known.get(pair.rejected()), scores);
            pairs.add(new Pair(pair.chosen(), pair.rejected(), pair.type(), scores));
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), pairs, group.origin());
    }

    /** Response by response; null where there is none. */
    private List<@Nullable Scored> scored(ResponseGroup group, JsonNode line) {
        List<@Nullable Scored> found = new ArrayList<>();
        for (int i = 0; i < group.responses().size(); i++) {
            JsonNode item = line.path("responses").get(i);
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
        switch (this) {
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
        JsonNode value = item.path(key);
        long tokens = item.path("tokens").asLong(0);
        boolean usable = value.isNumber() && Double.isFinite(value.doubleValue()) && tokens > 0;
        return usable ? new Scored(value.doubleValue(), tokens) : null;
    }
}
