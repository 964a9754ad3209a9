package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.counterpoint.data.Thoughts;
import org.jspecify.annotations.Nullable;

/**
 * A group from responses as they were read: empty answers and a model's second answer set aside, the strongest first,
 * pairs following their responses to the new places.
 */
final class GroupAssembly {
    private final String id;
    private final Origin origin;
    private final Ledger ledger;
    private final List<Response> kept = new ArrayList<>();
    /** Where each response that was read went in {@link #kept}, or -1. */
    private final int[] places;
    /** Why each response that was read is not kept itself. */
    private final @Nullable String[] reasons;

    private GroupAssembly(String id, Origin origin, Ledger ledger, int responses) {
        this.id = id;
        this.origin = origin;
        this.ledger = ledger;
        this.places = new int[responses];
        this.reasons = new String[responses];
    }

    /**
     * A group whose pairs follow from its ranks; null where no response is left.
     *
     * @param named whether the models are real names, of which each may stand in the group once
     */
    static @Nullable ResponseGroup ranked(
            String id, Prompt prompt, List<Response> read, boolean named, Origin origin, Ledger ledger) {
        GroupAssembly group = new GroupAssembly(id, origin, ledger, read.size());
        group.keep(read, named);
        if (group.kept.isEmpty()) {
            return null;
        }
        OrderedPairs.Result pairs = OrderedPairs.of(group.kept);
        pairs.identical().forEach(group::identical);
        return new ResponseGroup(id, prompt, group.kept, pairs.pairs(), origin);
    }

    /** A group with exactly these pairs, as far as their answers are kept; null where no response is left. */
    static @Nullable ResponseGroup listed(
            String id, Prompt prompt, List<Response> read, List<Pair> pairs, Origin origin, Ledger ledger) {
        GroupAssembly group = new GroupAssembly(id, origin, ledger, read.size());
        group.keep(read, true);
        if (group.kept.isEmpty()) {
            return null;
        }
        List<Pair> moved = new ArrayList<>();
        for (Pair pair : pairs) {
            group.move(pair, moved);
        }
        return new ResponseGroup(id, prompt, group.kept, moved, origin);
    }

    private record Writer(String model, int sample) {}

    private void keep(List<Response> read, boolean named) {
        Map<Writer, Integer> byModel = new HashMap<>();
        Map<Integer, Integer> twins = new HashMap<>();
        List<Integer> stay = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            Response response = read.get(i);
            places[i] = -1;
            if (Texts.isEmpty(response.text())) {
                answerSetAside(i, Reasons.EMPTY_ANSWER, response);
                continue;
            }
            Integer first = named ? byModel.putIfAbsent(new Writer(response.model(), response.sample()), i) : null;
            if (first == null) {
                stay.add(i);
            } else if (read.get(first).text().equals(response.text())) {
                twins.put(i, first);
                answerSetAside(i, Reasons.DUPLICATE_ANSWER, response);
            } else {
                answerSetAside(i, Reasons.CONFLICTING_ANSWER, response);
            }
        }
        stay.sort(Comparator.comparingInt(i -> read.get(i).rank()));
        for (int i : stay) {
            places[i] = kept.size();
            kept.add(read.get(i).parted(Thoughts.USUAL));
        }
        twins.forEach((twin, first) -> places[twin] = places[first]);
    }

    private void move(Pair pair, List<Pair> moved) {
        int chosen = places[pair.chosen()];
        int rejected = places[pair.rejected()];
        if (chosen < 0 || rejected < 0) {
            String reason = reasons[chosen < 0 ? pair.chosen() : pair.rejected()];
            ledger.add(LedgerEntry.lostPair(pair.type(), origin, id, reason == null ? Reasons.EMPTY_ANSWER : reason));
        } else if (kept.get(chosen).text().equals(kept.get(rejected).text())) {
            identical(pair);
        } else {
            moved.add(new Pair(chosen, rejected, pair.type(), pair.scores()));
        }
    }

    private void answerSetAside(int index, String reason, Response response) {
        reasons[index] = reason;
        String detail =
                switch (reason) {
                    case Reasons.EMPTY_ANSWER -> "is nothing but whitespace";
                    case Reasons.DUPLICATE_ANSWER -> "repeats that model's answer in the same group";
                    default -> "differs from that model's first answer in the same group, which stays";
                };
        ledger.add(new LedgerEntry(
                LedgerEntry.Kind.ANSWER,
                origin,
                id,
                reason,
                "responses[" + index + "] of " + response.model() + " " + detail));
    }

    private void identical(Pair pair) {
        ledger.add(new LedgerEntry(
                LedgerEntry.Kind.PAIR,
                origin,
                id,
                Reasons.IDENTICAL_ANSWERS,
                pair.type() + ": both answers are the same text"));
    }
}
