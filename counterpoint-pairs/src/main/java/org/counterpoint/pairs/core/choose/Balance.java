package org.counterpoint.pairs.core.choose;

import java.util.Map;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;

/** Pairs in equal numbers: by type, and by which side is longer; and pairs of like lengths. */
public final class Balance {
    /** The ledger's reason of a pair too many of its type. */
    static final String TYPE_BALANCE = "type_balance";
    /** The ledger's reason of a pair too many whose chosen answer is the longer, or the shorter. */
    static final String LENGTH_BALANCE = "length_balance";
    /** The ledger's reason of a pair whose answers differ too much in length. */
    static final String LENGTH_GAP = "length_gap";

    private static final String LONGER = " longer";
    private static final String SHORTER = " shorter";

    private Balance() {}

    /** Of every type as many as of the rarest one. */
    public static Quotas types(long seed) {
        return new Quotas(
                TYPE_BALANCE, "there are enough pairs of this type", seed, (group, pair) -> pair.type(), counts -> {
                    int least = counts.values().stream()
                            .mapToInt(Integer::intValue)
                            .min()
                            .orElse(0);
                    return type -> least;
                });
    }

    /** Within each type the chosen answer is as often the longer as the shorter; pairs of equal length stay. */
    public static Quotas lengths(long seed) {
        return new Quotas(
                LENGTH_BALANCE,
                "there are enough pairs in which the same side is longer",
                seed,
                Balance::side,
                counts -> kind -> counts.getOrDefault(opposite(kind), 0));
    }

    private static String side(ResponseGroup group, Pair pair) {
        int order = Integer.compare(length(group, pair.chosen()), length(group, pair.rejected()));
        return order == 0 ? "" : pair.type() + (order > 0 ? LONGER : SHORTER);
    }

    private static String opposite(String kind) {
        return kind.endsWith(LONGER)
                ? kind.substring(0, kind.length() - LONGER.length()) + SHORTER
                : kind.substring(0, kind.length() - SHORTER.length()) + LONGER;
    }

    /** Only pairs of which neither answer is more than {@code ratio} times as long as the other. */
    public static GroupStep matched(double ratio) {
        return PairRule.step(LENGTH_GAP, (group, pair) -> {
            int chosen = length(group, pair.chosen());
            int rejected = length(group, pair.rejected());
            return Math.max(chosen, rejected) > ratio * Math.min(chosen, rejected)
                    ? chosen + " and " + rejected + " characters"
                    : "";
        });
    }

    /** Counts which side is longer. */
    public static GroupStep report() {
        Map<Integer, String> names = Map.of(1, "chosen_longer", -1, "chosen_shorter", 0, "equally_long");
        return (group, sink) -> {
            for (Pair pair : group.pairs()) {
                int order = Integer.compare(length(group, pair.chosen()), length(group, pair.rejected()));
                sink.notice(names.getOrDefault(order, ""));
            }
            return group;
        };
    }

    private static int length(ResponseGroup group, int index) {
        String text = group.responses().get(index).spoken();
        return text.codePointCount(0, text.length());
    }
}
