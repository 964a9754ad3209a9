package org.counterpoint.api;

import java.util.List;
import org.counterpoint.data.Message;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.train.rollout.RewardException;
import org.counterpoint.train.rollout.RewardSource;

/** A program's own reward, as a run knows it. */
record ComputedReward(String name, AnswerReward reward) implements RewardSource {

    @Override
    public String identity() {
        return name;
    }

    @Override
    public List<double[]> scores(List<Answered> answered) {
        return answered.stream().map(this::scores).toList();
    }

    private double[] scores(Answered one) {
        String question = question(one.prompt());
        return one.texts().stream().mapToDouble(text -> score(question, text)).toArray();
    }

    private double score(String question, String text) {
        double score = reward.score(question, text);
        if (!Double.isFinite(score)) {
            throw new RewardException("the reward " + name + " of an answer to '" + question + "' is " + score);
        }
        return score;
    }

    private static String question(Prompt prompt) {
        if (prompt instanceof Prompt.Plain plain) {
            return plain.text();
        }
        List<Message> messages = ((Prompt.Chat) prompt).messages();
        String last = "";
        for (Message message : messages) {
            last = message.role() == Role.USER ? message.content() : last;
        }
        return last;
    }

    @Override
    public void close() {}
}
