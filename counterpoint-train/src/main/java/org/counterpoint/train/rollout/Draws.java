package org.counterpoint.train.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective.Sampling;

/**
 * Draws the answers of a step. A draw depends on (seed, step, prompt id, sample) and the weights alone.
 *
 * @param encoder the policy's
 */
public record Draws(Sampling sampling, GroupEncoder encoder, long seed) {
    /** In place of a step: evaluations draw with the same numbers each time. */
    public static final long EVALUATION = -1;

    /** Rows that are continued together: their caches must have room beside the models. */
    private static final int ROWS = 32;

    /**
     * Answers to each prompt.
     *
     * @param step from 0, or {@link #EVALUATION}
     * @param samples answers to each
     */
    public List<List<Rollout>> draw(Sampler sampler, List<RolloutPrompt> prompts, long step, int samples) {
        List<Sampler.Request> requests = new ArrayList<>();
        for (RolloutPrompt prompt : prompts) {
            for (int sample = 0; sample < samples; sample++) {
                requests.add(new Sampler.Request(prompt.tokens(), seed(step, prompt.id(), sample)));
            }
        }
        List<Sampler.Drawn> drawn = new ArrayList<>();
        int rows = Math.max(1, ROWS / samples) * samples;
        for (int from = 0; from < requests.size(); from += rows) {
            drawn.addAll(sampler.draw(
                    requests.subList(from, Math.min(requests.size(), from + rows)),
                    sampling.temperature(),
                    encoder.endTokens(),
                    sampling.maxNewTokens()));
        }
        List<List<Rollout>> groups = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<Rollout> group = new ArrayList<>();
            for (int sample = 0; sample < samples; sample++) {
                Sampler.Drawn one = drawn.get(p * samples + sample);
                group.add(new Rollout(
                        prompts.get(p), sample, one.ids(), !one.stopped(), encoder.decode(one.ids()), one.logps()));
            }
            groups.add(List.copyOf(group));
        }
        return groups;
    }

    private long seed(long step, String id, int sample) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + name.length);
        key.putLong(seed).putLong(step).putInt(sample).put(name);
        return ByteBuffer.wrap(Checksums.sha256().digest(key.array())).getLong();
    }
}
