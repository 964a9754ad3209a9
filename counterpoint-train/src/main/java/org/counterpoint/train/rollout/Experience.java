package org.counterpoint.train.rollout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.TokenSequence;
import org.counterpoint.train.policy.KlEstimator;
import org.jspecify.annotations.Nullable;

/** The answers to one prompt as a step learns from them. What is by token is filled in as it becomes known. */
final class Experience {
    private final List<ScoredRollout> answers;
    private final double[][] references;
    private double @Nullable [][] old;
    private double[][] advantages = {};
    private double[][] values = {};
    private double[][] returns = {};

    /** @param references log-probabilities of every answer's tokens under the reference */
    Experience(List<ScoredRollout> answers, double[][] references) {
        this.answers = answers;
        this.references = references;
    }

    List<ScoredRollout> answers() {
        return answers;
    }

    List<TokenSequence> sequences() {
        return answers.stream().map(answer -> answer.rollout().sequence()).toList();
    }

    double[] learnt() {
        return answers.stream().mapToDouble(ScoredRollout::learnt).toArray();
    }

    double[] references(int answer) {
        return references[answer];
    }

    boolean drawn() {
        return old != null;
    }

    /** Under the policy that drew the answer. */
    double[] old(int answer) {
        double[][] known = old;
        if (known == null) {
            throw new IllegalStateException("the drawing policy's log-probabilities are not computed yet");
        }
        return known[answer];
    }

    void setOld(double[][] logps) {
        this.old = logps;
    }

    double[] advantages(int answer) {
        return advantages[answer];
    }

    /** By token. */
    void setAdvantages(double[][] byToken) {
        this.advantages = byToken;
    }

    /** The same at each of an answer's tokens. */
    void setAdvantages(double[] byAnswer) {
        double[][] byToken = new double[byAnswer.length][];
        for (int i = 0; i < byToken.length; i++) {
            byToken[i] = new double[answers.get(i).rollout().tokens()];
            Arrays.fill(byToken[i], byAnswer[i]);
        }
        this.advantages = byToken;
    }

    double[] values(int answer) {
        return values[answer];
    }

    double[] returns(int answer) {
        return returns[answer];
    }

    void setValues(double[][] before, double[][] targets) {
        this.values = before;
        this.returns = targets;
    }

    boolean hasValues() {
        return values.length > 0;
    }

    /** The sum over an answer's tokens of the KL estimate, in nats. */
    double kl(int answer, KlEstimator estimator) {
        return Arrays.stream(estimator.at(old(answer), references(answer))).sum();
    }

    /** All answers' indices. */
    List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            all.add(i);
        }
        return all;
    }
}
