package org.counterpoint.pairs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.difficulty.Strength;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.local.VerdictFiles;
import org.jspecify.annotations.Nullable;

/**
 * An order, held against the models that the files really have.
 *
 * @param strength what a gap of strength is a difference of
 * @param types the types of pairs that the order can give; empty where only the rows tell
 * @param estimate how it was estimated; null where it was not
 * @param undecided types of pairs that are not to be made, as nobody knows who is stronger
 */
record PlacedOrder(
        AnswerOrder order,
        Strength strength,
        List<String> types,
        @Nullable OrderEstimate estimate,
        Set<String> undecided) {

    /** @throws InputException where the order and the files do not fit together, or verdicts leave it open */
    static PlacedOrder place(OrderSource source, Set<String> models, Ledger verdictLedger) {
        if (source instanceof OrderSource.Declared declared) {
            declared.order().requireSame(models);
            return ofModels(declared.order(), new Strength.ByRank(), null, Set.of());
        }
        if (source instanceof OrderSource.InData inData) {
            Strength strength =
                    inData.field() == AnswerOrder.Field.RATING ? new Strength.ByRating() : new Strength.ByRank();
            return new PlacedOrder(new AnswerOrder.InData(inData.field()), strength, List.of(), null, Set.of());
        }
        return estimated((OrderSource.FromVerdicts) source, models, verdictLedger);
    }

    private static PlacedOrder estimated(OrderSource.FromVerdicts source, Set<String> models, Ledger verdictLedger) {
        OrderEstimate estimate = OrderEstimate.of(VerdictFiles.read(source.files(), verdictLedger, Progress.NONE));
        List<String> placed = estimate.among(models);
        if (placed.size() < models.size()) {
            String unplaced =
                    models.stream().filter(model -> !placed.contains(model)).collect(Collectors.joining(", "));
            throw new InputException("No verdict names " + unplaced + "; verdicts are on "
                    + String.join(", ", estimate.models())
                    + ".\nGive --order, leave the file out, or give its model the name it has in the verdicts with"
                    + " MODEL=FILE.");
        }
        List<OrderEstimate.Undecided> open = estimate.undecidedAmong(models);
        if (!open.isEmpty() && source.undecided() == OrderSource.Undecided.REFUSE) {
            throw new InputException(
                    open.stream().map(OrderEstimate.Undecided::words).collect(Collectors.joining("\n"))
                            + ".\nGive --order, more verdicts, --undecided drop (no pairs of these models) or"
                            + " --undecided keep.");
        }
        Set<String> types = source.undecided() == OrderSource.Undecided.DROP
                ? open.stream()
                        .map(pair -> Pair.type(pair.stronger(), pair.weaker()))
                        .collect(Collectors.toSet())
                : Set.of();
        return ofModels(new ModelOrder(placed), new Strength.ByModel(estimate.strengths()), estimate, types);
    }

    private static PlacedOrder ofModels(
            ModelOrder order, Strength strength, @Nullable OrderEstimate estimate, Set<String> undecided) {
        List<String> types = new ArrayList<>();
        for (String chosen : order.models()) {
            for (String rejected : order.models()) {
                if (order.rank(chosen) < order.rank(rejected)) {
                    types.add(Pair.type(chosen, rejected));
                }
            }
        }
        return new PlacedOrder(new AnswerOrder.ByModel(order), strength, types, estimate, new HashSet<>(undecided));
    }

    /** Who should have answered every prompt, of these models; nobody where the rows tell of each who it is. */
    Set<String> expected(Set<String> models) {
        return order instanceof AnswerOrder.ByModel ? models : Set.of();
    }

    /** Takes away the pairs of models that cannot be told apart. */
    GroupStep withoutUndecided() {
        return without(undecided);
    }

    private static GroupStep without(Set<String> undecided) {
        return (group, sink) -> {
            List<Pair> kept = group.pairs().stream()
                    .filter(pair -> !undecided.contains(pair.type()))
                    .toList();
            if (kept.size() == group.pairs().size()) {
                return group;
            }
            group.pairs().stream()
                    .filter(pair -> undecided.contains(pair.type()))
                    .forEach(pair -> sink.add(new LedgerEntry(
                            LedgerEntry.Kind.PAIR,
                            group.responses().get(pair.chosen()).origin(),
                            group.id(),
                            Reasons.UNDECIDED,
                            pair.type() + ": the verdicts do not tell which model is stronger")));
            return new ResponseGroup(group.id(), group.prompt(), group.responses(), kept, group.origin());
        };
    }
}
