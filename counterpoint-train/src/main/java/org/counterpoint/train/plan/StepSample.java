package org.counterpoint.train.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;
import org.counterpoint.train.batch.TokenStore;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.rollout.PromptSteps;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.source.FileSteps;

/**
 * Some of a run's steps, evenly spread over it.
 *
 * @param steps the groups of each
 * @param stepCount of the whole run
 * @param groupCount groups of the data
 */
public record StepSample(List<List<PreparedGroup>> steps, long stepCount, long groupCount) {
    /** Enough to see nearly the largest micro-batch of a long run, few enough to be read in a second. */
    private static final int MOST = 64;

    /** More in a group are guessed to be so many: a thousand pairs are the most that a group may have. */
    private static final int MOST_ANSWERS = 45;

    private static final Origin GUESSED = new Origin("a guess", 1);

    public StepSample {
        steps = steps.stream().map(List::copyOf).toList();
    }

    /** Of data that are there as tokens. */
    public static StepSample of(TrainSettings settings, TokenStore store) throws IOException {
        FileSteps source = new FileSteps(settings, store);
        long count = source.steps();
        int looked = (int) Math.min(count, MOST);
        List<List<PreparedGroup>> steps = new ArrayList<>();
        for (int i = 0; i < looked; i++) {
            steps.add(source.groups(i * count / looked));
        }
        return new StepSample(steps, count, store.size());
    }

    /** Of prompts, each with as many answers of as many tokens as may be drawn. */
    public static StepSample ofPrompts(PolicyObjective.Sampling sampling, PromptSteps prompts) {
        long count = prompts.steps().steps();
        int looked = (int) Math.min(count, MOST);
        List<List<PreparedGroup>> steps = new ArrayList<>();
        for (int i = 0; i < looked; i++) {
            steps.add(prompts.of(i * count / looked).stream()
                    .map(prompt -> drawn(prompt.tokens().length, sampling))
                    .toList());
        }
        return new StepSample(steps, count, prompts.prompts().size());
    }

    /** The same of prompts that are not there yet, or not read. */
    public static StepSample ofPrompts(
            TrainSettings settings, PolicyObjective.Sampling sampling, long rows, long tokens) {
        int size = sampling.prompts();
        long perEpoch = Math.max(1, (rows + size - 1) / size);
        Long given = settings.extent().steps();
        long count = given == null ? settings.extent().epochs() * perEpoch : given;
        int prompt = (int) Math.max(1, Math.min(settings.data().maxLength(), tokens / Math.max(1, rows)));
        return new StepSample(
                List.of(Collections.nCopies((int) Math.max(1, Math.min(size, rows)), drawn(prompt, sampling))),
                count,
                rows);
    }

    private static PreparedGroup drawn(int prompt, PolicyObjective.Sampling sampling) {
        TokenSequence sequence = new TokenSequence(new int[prompt + sampling.maxNewTokens()], prompt);
        List<Answer> answers = Collections.nCopies(sampling.samples(), new Answer("own", GUESSED, sequence));
        return new PreparedGroup(0, 0, "a group", GUESSED, answers, List.of());
    }

    /**
     * Of data that are not there yet, or not read: groups of equal size.
     *
     * @param rows groups
     * @param answersEach how many answers a group has
     * @param tokens in all of them together, a prompt counted once a group
     * @param single whether a group's one response is learnt, and not pairs of several
     */
    public static StepSample guessed(TrainSettings settings, long rows, long answersEach, long tokens, boolean single) {
        int size = settings.extent().groupsPerStep();
        long perEpoch = Math.max(1, (rows + size - 1) / size);
        Long given = settings.extent().steps();
        long count = given == null ? settings.extent().epochs() * perEpoch : given;
        double mean = (double) tokens / Math.max(1, rows);
        int each = (int) Math.max(1, Math.min(MOST_ANSWERS, answersEach));
        int length = (int) Math.max(2, Math.min(settings.data().maxLength(), Math.round(2 * mean / (each + 1))));
        TokenSequence sequence = new TokenSequence(new int[length], length / 2);
        List<Answer> answers = Collections.nCopies(single ? 1 : each, new Answer("a model", GUESSED, sequence));
        List<Preference> pairs = new ArrayList<>();
        for (int chosen = 0; chosen < answers.size(); chosen++) {
            for (int rejected = chosen + 1; rejected < answers.size(); rejected++) {
                pairs.add(new Preference(chosen, rejected, "a pair"));
            }
        }
        PreparedGroup group = new PreparedGroup(0, 0, "a group", GUESSED, answers, pairs);
        List<PreparedGroup> step = Collections.nCopies((int) Math.max(1, Math.min(size, rows)), group);
        return new StepSample(List.of(step), count, rows);
    }
}
