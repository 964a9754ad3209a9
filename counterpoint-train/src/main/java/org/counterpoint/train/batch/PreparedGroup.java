package org.counterpoint.train.batch;

import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.engine.TokenSequence;

/**
 * A response group ready for the model.
 *
 * @param ordinal its place among the prepared groups, from 0
 * @param firstResponse how many responses the groups before it have
 * @param responses only those that training can use
 */
public record PreparedGroup(
        int ordinal, long firstResponse, String id, Origin origin, List<Answer> responses, List<Preference> pairs) {
    public PreparedGroup {
        responses = List.copyOf(responses);
        pairs = List.copyOf(pairs);
    }

    /**
     * One response as tokens, the prompt before it.
     *
     * @param sample which of the model's answers in the group, from 0
     */
    public record Answer(String model, int sample, Origin origin, TokenSequence sequence) {
        /** A model's only response. */
        public Answer(String model, Origin origin, TokenSequence sequence) {
            this(model, 0, origin, sequence);
        }

        /** T in the formulas. */
        public int tokens() {
            return sequence.responseTokens();
        }
    }

    /**
     * A pair: indices into the group's prepared responses, and its type.
     *
     * @param margin its own, of a reward model's training; else 0
     */
    public record Preference(int chosen, int rejected, String type, double margin) {
        /** Without a margin of its own. */
        public Preference(int chosen, int rejected, String type) {
            this(chosen, rejected, type, 0);
        }
    }

    /** All responses' sequences. */
    public List<TokenSequence> sequences() {
        return responses.stream().map(Answer::sequence).toList();
    }

    /** The types of the pairs, in their order. */
    public List<String> pairTypes() {
        return pairs.stream().map(Preference::type).toList();
    }
}
