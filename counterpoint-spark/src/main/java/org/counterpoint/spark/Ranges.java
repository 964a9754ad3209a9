package org.counterpoint.spark;

import java.io.Serializable;
import java.util.List;

/**
 * Which task makes which groups: stretches of about as many, in the groups' order. Where within a part its first prompts
 * stand is taken to be anywhere alike.
 */
final class Ranges implements Serializable {
    private final double[] before;
    private final long[] firsts;
    private final long[] answers;
    private final double total;
    private final int targets;

    /**
     * @param firsts how many prompts stand in each part first
     * @param answers how many answers each part has
     */
    Ranges(List<Long> firsts, List<Long> answers, int targets) {
        this.firsts = firsts.stream().mapToLong(Long::longValue).toArray();
        this.answers = answers.stream().mapToLong(Long::longValue).toArray();
        this.before = new double[this.firsts.length];
        double sum = 0;
        for (int i = 0; i < before.length; i++) {
            before[i] = sum;
            sum += this.firsts[i];
        }
        this.total = Math.max(1, sum);
        this.targets = targets;
    }

    /** Rises with the place. */
    int target(long firstPlace) {
        int part = AnswerPlace.part(firstPlace);
        double within = (double) AnswerPlace.number(firstPlace) / Math.max(1, answers[part]);
        double share = (before[part] + within * firsts[part]) / total;
        return (int) Math.min(targets - 1, Math.floor(share * targets));
    }
}
