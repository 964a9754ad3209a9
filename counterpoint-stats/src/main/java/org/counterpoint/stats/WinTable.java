package org.counterpoint.stats;

import java.util.List;

/** Who won how much against whom: {@code won(i, j)} is the sum of i's scores against j, ties half. */
public final class WinTable {
    private final double[][] won;

    private WinTable(double[][] won) {
        this.won = won;
    }

    public static WinTable of(int models, List<Comparison> comparisons) {
        double[][] won = new double[models][models];
        for (Comparison comparison : comparisons) {
            won[comparison.first()][comparison.second()] += comparison.score();
            won[comparison.second()][comparison.first()] += 1 - comparison.score();
        }
        return new WinTable(won);
    }

    public int models() {
        return won.length;
    }

    public double won(int first, int second) {
        return won[first][second];
    }

    public double met(int first, int second) {
        return won[first][second] + won[second][first];
    }

    /**
     * Whether Bradley-Terry strengths exist (Ford, 1957): however the models are parted in two, somebody of either part
     * has won something against the other.
     */
    public boolean stronglyConnected() {
        return everyoneReached(false) && everyoneReached(true);
    }

    private boolean everyoneReached(boolean backwards) {
        int models = models();
        boolean[] reached = new boolean[models];
        int[] stack = new int[models];
        int top = 0;
        int count = 1;
        reached[0] = true;
        stack[top++] = 0;
        while (top > 0) {
            int at = stack[--top];
            for (int next = 0; next < models; next++) {
                if (!reached[next] && (backwards ? won[next][at] : won[at][next]) > 0) {
                    reached[next] = true;
                    count++;
                    stack[top++] = next;
                }
            }
        }
        return count == models;
    }

    /** Triples in which A beats B, B beats C and C beats A, each in more than half: no ranking holds for them. */
    public Cycles cycles() {
        int models = models();
        int complete = 0;
        int cyclic = 0;
        for (int i = 0; i < models; i++) {
            for (int j = i + 1; j < models; j++) {
                for (int k = j + 1; k < models; k++) {
                    if (met(i, j) > 0 && met(j, k) > 0 && met(i, k) > 0) {
                        complete++;
                        cyclic += beats(i, j) && beats(j, k) && beats(k, i) ? 1 : 0;
                        cyclic += beats(j, i) && beats(k, j) && beats(i, k) ? 1 : 0;
                    }
                }
            }
        }
        return new Cycles(cyclic, complete);
    }

    private boolean beats(int first, int second) {
        return won[first][second] > won[second][first];
    }

    /**
     * @param cyclic how many triples go round in a circle
     * @param triples how many triples of models all met one another
     */
    public record Cycles(int cyclic, int triples) {
        public String words() {
            if (triples == 0) {
                return "no three models all met one another";
            }
            return cyclic == 0
                    ? "no triple of models is intransitive (of " + triples + ")"
                    : cyclic + " of " + triples + " triples of models are intransitive: no ranking holds for them";
        }
    }
}
