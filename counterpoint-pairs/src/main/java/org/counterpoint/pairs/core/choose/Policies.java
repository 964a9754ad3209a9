package org.counterpoint.pairs.core.choose;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;

/** Which of a group's pairs are taken. */
public final class Policies {
    /** The ledger's reason of a pair that the policy does not take. */
    static final String NOT_IN_POLICY = "not_in_policy";
    /** The ledger's reason of a pair of another type than those asked for. */
    static final String OTHER_TYPE = "other_type";

    private Policies() {}

    /** Takes only pairs of these types. */
    public static GroupStep types(List<String> types) {
        Set<String> wanted = new HashSet<>(types);
        return PairRule.step(
                OTHER_TYPE, (group, pair) -> wanted.contains(pair.type()) ? "" : "not one of the types asked for");
    }

    /** The policy as a step; {@code seed} draws where it takes one of several. */
    public static GroupStep of(PairSelection.Policy policy, long seed) {
        return switch (policy) {
            case ALL -> (group, sink) -> group;
            case ADJACENT ->
                PairRule.step(
                        NOT_IN_POLICY,
                        (group, pair) -> adjacent(group, pair) ? "" : "another answer stands between the two");
            case BEST_AGAINST_REST ->
                PairRule.step(
                        NOT_IN_POLICY, (group, pair) -> best(group, pair) ? "" : "the chosen answer is not the best");
            case BEST_AGAINST_WORST ->
                PairRule.step(
                        NOT_IN_POLICY,
                        (group, pair) ->
                                best(group, pair) && worst(group, pair) ? "" : "not the best answer against the worst");
            case ONE_PER_PROMPT ->
                (group, sink) -> {
                    Optional<Pair> drawn = drawn(group, seed);
                    return PairRule.step(
                                    NOT_IN_POLICY,
                                    (g, pair) -> drawn.equals(Optional.of(pair))
                                            ? ""
                                            : "another pair of the prompt was drawn")
                            .apply(group, sink);
                };
        };
    }

    private static boolean adjacent(ResponseGroup group, Pair pair) {
        int upper = rank(group, pair.chosen());
        int lower = rank(group, pair.rejected());
        return group.responses().stream()
                .noneMatch(other -> other.rank() > Math.min(upper, lower) && other.rank() < Math.max(upper, lower));
    }

    private static boolean best(ResponseGroup group, Pair pair) {
        int chosen = rank(group, pair.chosen());
        return group.responses().stream().noneMatch(other -> other.rank() < chosen);
    }

    private static boolean worst(ResponseGroup group, Pair pair) {
        int rejected = rank(group, pair.rejected());
        return group.responses().stream().noneMatch(other -> other.rank() > rejected);
    }

    private static int rank(ResponseGroup group, int index) {
        return group.responses().get(index).rank();
    }

    private static Optional<Pair> drawn(ResponseGroup group, long seed) {
        return group.pairs().stream().min(Comparator.comparingLong(pair -> PairDraw.of(seed, group, pair)));
    }
}
