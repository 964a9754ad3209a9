package org.counterpoint.recipe.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.counterpoint.chat.ChatModel;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.eval.judge.AnswerPair;
import org.counterpoint.eval.judge.Judged;
import org.counterpoint.eval.judge.job.Sitting;
import org.counterpoint.train.rollout.RewardException;
import org.counterpoint.train.rollout.RewardSource;

/**
 * A judge of pairs as a reward: of a prompt's answers each is held against each other, and its reward is the share of
 * these comparisons that it wins, a tie counting half. What was asked is on the disk, and is not asked again.
 */
public final class JudgeReward implements RewardSource {
    private final String identity;
    private final ChatModel model;
    private final Sitting sitting;
    /** A question that came to nothing is kept as such: it is asked again only where all is forgotten. */
    private boolean forget;

    /**
     * @param identity the judge's words, model and settings
     * @param model closed with this
     * @param sitting closed with this
     */
    JudgeReward(String identity, ChatModel model, Sitting sitting) {
        this.identity = identity;
        this.model = model;
        this.sitting = sitting;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String name() {
        return "judge";
    }

    /** A judge is shown one instruction, not a conversation. */
    @Override
    public boolean covers(Prompt prompt) {
        return !(prompt instanceof Prompt.Chat chat)
                || chat.messages().size() == 1 && chat.messages().get(0).role() == Role.USER;
    }

    @Override
    public List<double[]> scores(List<Answered> answered) {
        List<AnswerPair> pairs = new ArrayList<>();
        Map<String, int[]> places = new HashMap<>();
        List<double[]> wins = new ArrayList<>();
        for (int g = 0; g < answered.size(); g++) {
            Answered one = answered.get(g);
            int n = one.texts().size();
            if (n < 2) {
                throw new RewardException(
                        "a judge compares answers, and there is one to each prompt\n  set samples to 2" + " or more");
            }
            wins.add(new double[n]);
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    AnswerPair pair = pair(one, g, i, j);
                    pairs.add(pair);
                    places.put(pair.id(), new int[] {g, i, j});
                }
            }
        }
        judge(pairs, places, wins);
        wins.forEach(own -> Arrays.setAll(own, i -> own[i] / (own.length - 1)));
        return wins;
    }

    private static AnswerPair pair(Answered one, int place, int i, int j) {
        String instruction = one.prompt() instanceof Prompt.Plain plain
                ? plain.text()
                : ((Prompt.Chat) one.prompt()).messages().get(0).content();
        return new AnswerPair(
                one.id() + "/" + i + "-" + j + "#" + place,
                instruction,
                one.texts().get(i),
                one.texts().get(j),
                null,
                new Origin("rollouts", 1));
    }

    private void judge(List<AnswerPair> pairs, Map<String, int[]> places, List<double[]> wins) {
        try {
            sitting.judge().judge(pairs, judged -> take(judged, places, wins));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RewardException("stopped while the judge was asked; what it said is kept", e);
        }
    }

    private void take(Judged judged, Map<String, int[]> places, List<double[]> wins) {
        Double preference = judged.preference();
        if (preference == null) {
            forget = true;
            throw new RewardException("the judge gave no verdict on two answers to "
                    + judged.comparison().id() + " (" + judged.status().name().toLowerCase(Locale.ROOT)
                    + ")\n  see that it can be reached and read, and start the same command again: it goes on");
        }
        int[] place = Objects.requireNonNull(places.get(judged.comparison().id()));
        double[] own = wins.get(place[0]);
        own[place[1]] += 2 - preference;
        own[place[2]] += preference - 1;
    }

    /** Forgets what was asked: the run is done. */
    public void finished() {
        forget = true;
    }

    @Override
    public void close() {
        try (model;
                sitting) {
            if (forget) {
                sitting.end(true);
            }
        }
    }
}
