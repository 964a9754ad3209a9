package org.counterpoint.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * The groups that a comparison trains on, drawn so that few of them stand for all: the groups that fit are sorted by
 * their number of tokens and cut into as many equal slices as groups are wanted; one is drawn from each slice. The
 * drawn ones are shuffled, so that a step is not all short or all long. The same seed and number give the same groups.
 */
final class DrawnGroups {
    private DrawnGroups() {}

    /** A group and its length. */
    record Sized(PromptGroup group, GroupTokens tokens) {

        /** See {@link PromptGroup#singlePair}. */
        Sized singlePair() {
            List<Integer> all = tokens.responses();
            return new Sized(
                    group.singlePair(), new GroupTokens(tokens.prompt(), List.of(all.get(0), all.get(all.size() - 1))));
        }
    }

    /**
     * @param candidates groups that may be drawn
     * @param answers how many answers a group must have, all different
     * @param maxLength tokens that each prompt with an answer may have at most
     * @throws IllegalArgumentException if fewer than {@code wanted} groups are left
     */
    static List<Sized> draw(List<Sized> candidates, int answers, int maxLength, int wanted, long seed) {
        List<Sized> fit = candidates.stream()
                .filter(c -> c.group().answers().size() == answers && c.group().distinct())
                .filter(c -> c.tokens().longest() <= maxLength)
                .sorted(Comparator.comparingInt((Sized c) -> c.tokens().total())
                        .thenComparing(c -> c.group().id()))
                .toList();
        if (wanted < 1 || fit.size() < wanted) {
            throw new IllegalArgumentException("wanted " + wanted + " groups of " + answers + " answers within "
                    + maxLength + " tokens, and " + fit.size() + " of " + candidates.size() + " are such");
        }
        Random random = new Random(seed);
        List<Sized> drawn = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            int from = (int) ((long) i * fit.size() / wanted);
            int to = (int) ((long) (i + 1) * fit.size() / wanted);
            drawn.add(fit.get(from + random.nextInt(to - from)));
        }
        Collections.shuffle(drawn, random);
        return List.copyOf(drawn);
    }
}
