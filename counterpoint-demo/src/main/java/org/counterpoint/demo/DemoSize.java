package org.counterpoint.demo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How much of the recipe is done.
 *
 * @param overrides of the recipe
 */
public record DemoSize(List<String> overrides) {

    private static final int FULL_SEEDS = 5;

    /** One seed an arm. */
    public static DemoSize usual(long seed) {
        return new DemoSize(seeds(seed, 1));
    }

    /** Five seeds an arm, from {@code seed} on. */
    public static DemoSize full(long seed) {
        return new DemoSize(seeds(seed, FULL_SEEDS));
    }

    /** A step each on the shortest answers, and answers of a few tokens: for tests of the way, not of what is learnt. */
    public static DemoSize smallest() {
        return new DemoSize(List.of(
                "defaults.train.groups_per_step=1000",
                "defaults.train.max_length=18",
                "defaults.generate.max_new_tokens=2",
                "defaults.generate.batch_size=512",
                "train.arms.arm={sft-longer: {method: sft}, dpo-all: {method: dpo}}"));
    }

    private static List<String> seeds(long first, int count) {
        String list = LongStream.range(first, first + count)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "[", "]"));
        return List.of(
                "sft.arms.seed=" + list,
                "reward.arms.seed=" + list,
                "train.arms.seed=" + list,
                "rounds.stages.own.arms.seed=" + list,
                "rounds.stages.dpo.arms.seed=" + list);
    }
}
