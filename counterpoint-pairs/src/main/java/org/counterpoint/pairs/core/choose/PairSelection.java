package org.counterpoint.pairs.core.choose;

import java.util.List;
import java.util.Map;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;

/**
 * Which pairs are taken of those that a group has.
 *
 * @param types the types to take; empty for all
 * @param balanceTypes whether every type gets as many pairs as the rarest one
 * @param length what to do about the lengths of chosen and rejected
 * @param lengthRatio how many times longer than the other an answer may be, where lengths are to match
 */
public record PairSelection(
        Policy policy, List<String> types, boolean balanceTypes, LengthControl length, double lengthRatio) {

    /** Which of a group's pairs are taken. */
    public enum Policy {
        ALL,
        ADJACENT,
        BEST_AGAINST_REST,
        BEST_AGAINST_WORST,
        ONE_PER_PROMPT
    }

    /** What to do about lengths. */
    public enum LengthControl {
        REPORT,
        MATCH,
        BALANCE
    }

    public PairSelection {
        types = List.copyOf(types);
    }

    /** Of complete, checked values. */
    public static PairSelection of(Values values) {
        return new PairSelection(
                values.choice("pairs", Policy.class),
                values.texts("types").stream().map(PairSelection::type).toList(),
                values.flag("balance_types"),
                values.choice("length", LengthControl.class),
                values.real("length_ratio"));
    }

    /** {@code strong:weak}, which needs no quotes on a command line, means {@code strong>weak}. */
    private static String type(String name) {
        return name.indexOf('>') < 0 ? name.replaceFirst(":", ">") : name;
    }

    /** Puts the values by their settings' names. */
    public void describe(Map<String, Object> into) {
        into.put("pairs", Setting.wireName(policy));
        into.put("types", String.join(",", types));
        into.put("balance_types", balanceTypes);
        into.put("length", Setting.wireName(length));
        into.put("length_ratio", lengthRatio);
    }
}
