package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Texts;
import org.counterpoint.data.Thoughts;
import org.counterpoint.data.forms.TrainingData.Use;
import org.jspecify.annotations.Nullable;

/** The pairs of one row: those that can be used, and of the others every answer and every pair once. */
final class RowPairs {
    private final Use use;
    /** What marks the chosen answers as not to be learnt; null where nothing does. */
    private final @Nullable RowFault unwanted;

    private final List<PairTexts> usable = new ArrayList<>();
    private final Map<Side, RowFault> faults = new LinkedHashMap<>();
    private final List<Lost> lost = new ArrayList<>();

    /**
     * A pair that goes with one of its answers.
     *
     * @param reason the answer's
     */
    record Lost(PairTexts pair, String reason) {}

    /** An answer; or, as {@code both}, a pair of equal ones. */
    private record Side(String name, @Nullable String model, String text) {
        String words() {
            return "'" + name + "'" + (model == null ? "" : " of " + model);
        }
    }

    private RowPairs(Use use, @Nullable RowFault unwanted) {
        this.use = use;
        this.unwanted = unwanted;
    }

    static RowPairs of(List<PairTexts> read, Use use, @Nullable RowFault unwanted) {
        RowPairs pairs = new RowPairs(use, unwanted);
        read.forEach(use.learnsChosen() ? pairs::addChosen : pairs::add);
        pairs.leaveAlone();
        return pairs;
    }

    /** Whose rejected answer is empty where only the chosen one is asked for. */
    List<PairTexts> usable() {
        return usable;
    }

    /** What is wrong with answers, and with pairs of equal ones. */
    Iterable<RowFault> faults() {
        return faults.values();
    }

    List<Lost> lost() {
        return lost;
    }

    private void addChosen(PairTexts pair) {
        if (isUsable(chosen(pair))) {
            boolean alone = Texts.isEmpty(pair.rejected()) || pair.chosen().equals(pair.rejected());
            usable.add(alone ? pair.chosenAlone() : pair);
        }
    }

    private void add(PairTexts pair) {
        Side chosen = chosen(pair);
        Side rejected = rejected(pair);
        boolean first = isUsable(chosen);
        boolean second = isUsable(rejected);
        if (!first || !second) {
            RowFault fault = faults.getOrDefault(chosen, faults.get(rejected));
            lost.add(new Lost(pair, fault == null ? Reasons.EMPTY_ANSWER : fault.reason()));
        } else if (pair.chosen().equals(pair.rejected())) {
            faults.put(
                    new Side("both", pair.typeName(), pair.chosen()),
                    new RowFault(Reasons.IDENTICAL_ANSWERS, "'chosen' and 'rejected' are the same text"));
        } else {
            usable.add(pair);
        }
    }

    /** Puts down the answers of lost pairs that nothing is wrong with, but for which no pair is left. */
    private void leaveAlone() {
        for (Lost one : lost) {
            for (Side side : List.of(chosen(one.pair), rejected(one.pair))) {
                if (usable.stream().noneMatch(pair -> side.equals(chosen(pair)) || side.equals(rejected(pair)))) {
                    faults.putIfAbsent(
                            side,
                            new RowFault(
                                    Reasons.WITHOUT_PAIR,
                                    side.words() + " is left without a pair: the other answer is left out"));
                }
            }
        }
    }

    private boolean isUsable(Side side) {
        if (unwanted != null && side.name.equals("chosen")) {
            faults.putIfAbsent(side, unwanted);
            return false;
        }
        String fault = fault(side);
        if (fault != null) {
            faults.putIfAbsent(side, new RowFault(Reasons.EMPTY_ANSWER, side.words() + fault));
        }
        return fault == null;
    }

    /** A thought after which nothing came is nothing to learn; it has a score all the same. */
    private @Nullable String fault(Side side) {
        if (Texts.isEmpty(side.text)) {
            return " is nothing but whitespace";
        }
        boolean learnt = side.name.equals("chosen") && use != Use.SCORES;
        return learnt && Thoughts.USUAL.part(side.text).unfinished() ? " ends within its thought" : null;
    }

    private static Side chosen(PairTexts pair) {
        return new Side("chosen", pair.chosenModel(), pair.chosen());
    }

    private static Side rejected(PairTexts pair) {
        return new Side("rejected", pair.rejectedModel(), pair.rejected());
    }
}
