package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.SequenceScorer;

/**
 * A reward model, which reads texts by its own template and tokenizer.
 *
 * @param model with a head of scores; closed with this
 * @param encoder closed with this
 * @param microBatchTokens positions computed at once
 */
public record RewardModelSource(
        String name, String identity, ScoringModel model, GroupEncoder encoder, int microBatchTokens)
        implements RewardSource {

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<double[]> scores(List<Answered> answered) {
        List<List<TokenSequence>> groups = answered.stream().map(this::encode).toList();
        double[][] scores = new SequenceScorer(model, true, microBatchTokens).score(groups);
        return List.of(scores);
    }

    private List<TokenSequence> encode(Answered answered) {
        GroupEncoder.Encoded encoded = encoder.encode(answered.prompt(), answered.texts());
        List<TokenSequence> sequences = new ArrayList<>();
        for (int i = 0; i < encoded.sequences().size(); i++) {
            TokenSequence sequence = encoded.sequences().get(i);
            if (sequence == null) {
                throw new RewardException("an answer to " + answered.id() + " cannot be shown to " + name + ": "
                        + encoded.reasons().get(i));
            }
            if (sequence.tokens().length > encoder.limit().tokens()) {
                throw new RewardException("an answer to " + answered.id() + " cannot be shown to " + name + ": "
                        + sequence.tokens().length + " tokens with the prompt, "
                        + encoder.limit().words());
            }
            sequences.add(sequence);
        }
        return sequences;
    }

    @Override
    public void close() {
        try (encoder) {
            model.close();
        }
    }
}
