package org.counterpoint.pairs;

import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;

/** The answers to one prompt as a group: ordered by strength, with all pairs. */
public final class GroupBuilder {
    private GroupBuilder() {}

    /** @param thought how many characters of the answer are a thought before what it says; 0 where there is none */
    public record Spoken(Answer answer, int thought) {}

    /** @param identical the pairs that do not exist because their two answers are the same text */
    public record Built(ResponseGroup group, List<Pair> identical) {}

    /**
     * Pairs every answer with every weaker one: for N answers without ties N(N-1)/2 pairs, in the order (1,2), (1,3), …,
     * (2,3), ….
     *
     * @param answers at least one, none empty, of each model at most one a sample, all of them with a place in {@code order}
     */
    public static Built build(String id, Prompt prompt, Collection<Spoken> answers, AnswerOrder order, Origin origin) {
        List<Spoken> spoken = List.copyOf(answers);
        List<Answer> given = new ArrayList<>(spoken.size());
        for (Spoken each : spoken) {
            given.add(each.answer());
        }
        List<Integer> ranks = order.ranks(given);
        List<@Nullable Double> ratings = order.ratings(given);
        List<Response> responses = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Answer a = given.get(i);
            responses.add(new Response(
                    a.model(),
                    a.sample(),
                    a.text(),
                    spoken.get(i).thought(),
                    ranks.get(i),
                    a.finish(),
                    ratings.get(i),
                    a.origin()));
        }
        responses.sort(Comparator.comparingInt(Response::rank));
        OrderedPairs.Result pairs = OrderedPairs.of(responses);
        return new Built(new ResponseGroup(id, prompt, responses, pairs.pairs(), origin), pairs.identical());
    }
}
