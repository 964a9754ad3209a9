package org.counterpoint.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.console.UsageException;
import org.counterpoint.recipe.reward.JudgeReward;
import org.counterpoint.recipe.reward.JudgeRewardFile;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.rollout.RightAnswerSource;
import org.counterpoint.train.run.FinishedRun;
import org.counterpoint.train.run.Reward;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the policy's own answers are rewarded by. */
final class RewardOptions {
    private static final Pattern WEIGHTED = Pattern.compile("(.+)=(-?\\d{1,9}(?:\\.\\d{1,9})?)");

    @FromHub(value = HubKind.MODEL, weighted = true)
    @Option(
            names = "--reward-model",
            paramLabel = "DIR[=WEIGHT]",
            description =
                    "A reward model's folder, or a finished run of one; several are summed up by their weights (1).")
    List<String> models = List.of();

    @FromHub(value = HubKind.DATASET, file = true, weighted = true)
    @Option(
            names = "--right-answers",
            paramLabel = "FILE[=WEIGHT]",
            description = "Answers that are right: a reward of 1 for the same text, spaces at the ends apart, else 0.")
    List<String> rightAnswers = List.of();

    @Option(
            names = "--reward-judge",
            paramLabel = "FILE[=WEIGHT]",
            description = "A file with the settings of 'judge' (judge, endpoint, model, ...): the share of comparisons"
                    + " with the prompt's other answers that an answer wins.")
    @Nullable
    String judge;

    /**
     * What was opened, and is closed when the run is over.
     *
     * @param judge null for none
     */
    record Opened(List<Reward> rewards, @Nullable JudgeReward judge) implements AutoCloseable {
        /** The run is done. */
        void finished() {
            if (judge != null) {
                judge.finished();
            }
        }

        @Override
        public void close() {
            if (judge != null) {
                judge.close();
            }
        }
    }

    /**
     * @param run the folder of the run
     * @param processes that learn together
     * @throws UsageException where the method has no rewards, or several processes would each open the judge
     */
    Opened open(TrainSettings settings, Path run, int processes) {
        boolean rewarded = settings.method().learns() == Method.Learns.ROLLOUTS;
        if (!rewarded && !(models.isEmpty() && rightAnswers.isEmpty() && judge == null)) {
            throw new UsageException(settings.method().name()
                    + " learns from a file's answers, not from rewards; leave "
                    + (!models.isEmpty() ? "--reward-model" : judge == null ? "--right-answers" : "--reward-judge")
                    + " out");
        }
        List<Reward> rewards = new ArrayList<>();
        for (String given : models) {
            rewards.add(new Reward.Model(FinishedRun.model(Path.of(place(given))), weight(given)));
        }
        for (String given : rightAnswers) {
            rewards.add(new Reward.Source(RightAnswerSource.read(Path.of(place(given))), weight(given)));
        }
        JudgeReward opened = null;
        if (judge != null) {
            if (processes > 1) {
                throw new UsageException("--reward-judge is for one process, which keeps what the judge said; leave it"
                        + " or --processes out");
            }
            opened = JudgeRewardFile.open(Path.of(place(judge)), run);
            rewards.add(new Reward.Source(opened, weight(judge)));
        }
        return new Opened(rewards, opened);
    }

    private static String place(String given) {
        Matcher weighted = WEIGHTED.matcher(given);
        return weighted.matches() ? weighted.group(1) : given;
    }

    private static double weight(String given) {
        Matcher weighted = WEIGHTED.matcher(given);
        return weighted.matches() ? Double.parseDouble(weighted.group(2)) : 1;
    }
}
