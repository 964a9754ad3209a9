package org.counterpoint.train.rollout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.store.Checksums;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.PolicyObjective.Sampling;
import org.counterpoint.train.ranks.RankShare;
import org.counterpoint.train.step.RowNumbers;

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
    public List<List<Rollout>> draw(
            Sampler sampler, List<RolloutPrompt> prompts, long step, int samples, RankShare share) throws IOException {
        int[] equal = new int[prompts.size()];
        Arrays.fill(equal, 1);
        List<double[]> drawn = share.all(
                equal,
                places -> drawn(sampler, places.stream().map(prompts::get).toList(), step, samples));
        List<List<Rollout>> groups = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            groups.add(group(prompts.get(p), RowNumbers.rows(drawn.get(p))));
        }
        return groups;
    }

    /** For each prompt three rows an answer: whether an end token ended it, its tokens, and their log-probabilities. */
    private List<double[]> drawn(Sampler sampler, List<RolloutPrompt> prompts, long step, int samples) {
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
        List<double[]> numbers = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<double[]> own = new ArrayList<>();
            for (Sampler.Drawn one : drawn.subList(p * samples, (p + 1) * samples)) {
                own.add(new double[] {one.stopped() ? 1 : 0});
                own.add(Arrays.stream(one.ids()).asDoubleStream().toArray());
                own.add(one.logps());
            }
            numbers.add(RowNumbers.flat(own.toArray(double[][]::new)));
        }
        return numbers;
    }

    private List<Rollout> group(RolloutPrompt prompt, double[][] rows) {
        List<Rollout> group = new ArrayList<>();
        for (int at = 0; at < rows.length; at += 3) {
            int[] ids = Arrays.stream(rows[at + 1]).mapToInt(id -> (int) id).toArray();
            group.add(new Rollout(prompt, at / 3, ids, rows[at][0] == 0, encoder.decode(ids), rows[at + 2]));
        }
        return List.copyOf(group);
    }

    private long seed(long step, String id, int sample) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + name.length);
        key.putLong(seed).putLong(step).putInt(sample).put(name);
        return ByteBuffer.wrap(Checksums.sha256().digest(key.array())).getLong();
    }
}
