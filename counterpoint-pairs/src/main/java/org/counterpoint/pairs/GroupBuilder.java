package org.counterpoint.pairs;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.counterpoint.data.Answer;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;

/** The answers to one prompt as a group: ordered by the strength of their models, with all pairs. */
public final class GroupBuilder {
    private GroupBuilder() {}

    /** @param identical the pairs that do not exist because their two answers are the same text */
    public record Built(ResponseGroup group, List<Pair> identical) {}

    /**
     * Pairs every answer with every one of a weaker model: for N models N(N-1)/2 pairs, in the order (1,2), (1,3), …,
     * (2,3), ….
     *
     * @param answers at least one, none empty, of each model at most one, all of them in {@code order}
     */
    public static Built build(String id, Prompt prompt, Collection<Answer> answers, ModelOrder order, Origin origin) {
        List<Response> responses = answers.stream()
                .map(a -> new Response(a.model(), a.text(), order.rank(a.model()), a.finish(), a.rating(), a.origin()))
                .sorted(Comparator.comparingInt(Response::rank))
                .toList();
        OrderedPairs.Result pairs = OrderedPairs.of(responses);
        return new Built(new ResponseGroup(id, prompt, responses, pairs.pairs(), origin), pairs.identical());
    }
}
