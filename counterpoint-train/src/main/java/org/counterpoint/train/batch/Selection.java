package org.counterpoint.train.batch;

import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.jspecify.annotations.Nullable;

/**
 * What of a group is learnt from.
 *
 * @param ofResponses whether single responses are learnt and not pairs
 * @param pairTypes {@code [all]}, or the types to keep
 * @param target for responses: {@code strongest}, a model's name, or {@code all}
 * @param margin the name of the pairs' score that is their margin; null for none
 */
public record Selection(
        boolean ofResponses,
        List<String> pairTypes,
        String target,
        @Nullable String margin) {
    /** Every response of a group. */
    public static final String ALL = "all";

    public Selection {
        pairTypes = List.copyOf(pairTypes);
    }

    /** Without margins. */
    public Selection(boolean ofResponses, List<String> pairTypes, String target) {
        this(ofResponses, pairTypes, target, null);
    }

    /** The same with margins. */
    public Selection withMargin(@Nullable String score) {
        return new Selection(ofResponses, pairTypes, target, score);
    }

    /**
     * The pair's own margin.
     *
     * @throws InputException where it has none of that name
     */
    double margin(ResponseGroup group, Pair pair) {
        if (margin == null) {
            return 0;
        }
        Double value = pair.scores().get(margin);
        if (value == null || !Double.isFinite(value)) {
            throw new InputException(group.origin() + ": the pair " + pair.type() + " of group " + group.id()
                    + " has no score " + margin + "\n  margin takes it from the pairs; give a number, or such scores");
        }
        return value;
    }

    /** Every response and every pair. */
    public static Selection everything() {
        return new Selection(true, List.of(), ALL);
    }

    /** Whether pairs of this type are learnt. */
    boolean takes(String type) {
        return !ofResponses && (pairTypes.equals(List.of(ALL)) || pairTypes.contains(type));
    }

    List<Pair> pairs(ResponseGroup group) {
        return group.pairs().stream().filter(pair -> takes(pair.type())).toList();
    }

    /** Which responses have to be encoded. */
    boolean[] responses(ResponseGroup group, List<Pair> pairs) {
        boolean[] used = new boolean[group.responses().size()];
        for (Pair pair : pairs) {
            used[pair.chosen()] = true;
            used[pair.rejected()] = true;
        }
        if (ofResponses) {
            for (int i = 0; i < used.length; i++) {
                used[i] = switch (target) {
                    case ALL -> true;
                    case "strongest" -> i == 0;
                    default -> group.responses().get(i).model().equals(target);
                };
            }
        }
        return used;
    }

    String whyNothing() {
        if (ofResponses) {
            return target.equals(ALL) ? "the group has no response" : "the group has no response of " + target;
        }
        return pairTypes.equals(List.of(ALL))
                ? "the group has no pair"
                : "the group has no pair of the types " + String.join(", ", pairTypes);
    }
}
