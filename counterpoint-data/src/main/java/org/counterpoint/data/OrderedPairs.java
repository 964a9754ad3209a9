package org.counterpoint.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pairs that a group's order gives where it lists none. */
public final class OrderedPairs {
    private OrderedPairs() {}

    /**
     * Every i, j with rank_i &lt; rank_j and different text, in order of i, then j.
     *
     * @param pairs those pairs
     * @param identical those that would be pairs but for their equal texts
     */
    public record Result(List<Pair> pairs, List<Pair> identical) {}

    /** @param responses of one group, strongest first */
    public static Result of(List<Response> responses) {
        List<Pair> pairs = new ArrayList<>();
        List<Pair> identical = new ArrayList<>();
        for (int i = 0; i < responses.size(); i++) {
            for (int j = 0; j < responses.size(); j++) {
                Response chosen = responses.get(i);
                Response rejected = responses.get(j);
                if (chosen.rank() < rejected.rank()) {
                    Pair pair = new Pair(i, j, Pair.type(chosen.model(), rejected.model()), Map.of());
                    (chosen.text().equals(rejected.text()) ? identical : pairs).add(pair);
                }
            }
        }
        return new Result(pairs, identical);
    }
}
