package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Thoughts;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of one prompt as a group with exactly these pairs. A response is a text of a model: two pairs that share
 * one share its computation.
 */
final class PairGroup {
    private record Key(@Nullable String model, String text) {}

    private final Map<Key, Integer> indices = new LinkedHashMap<>();
    private final List<Response> responses = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final GatheredPair first;

    private PairGroup(GatheredPair first) {
        this.first = first;
    }

    /** @param gathered pairs of one prompt, at least one, none with equal texts or without one that is chosen */
    static ResponseGroup of(List<GatheredPair> gathered) {
        PairGroup group = new PairGroup(gathered.get(0));
        gathered.forEach(group::add);
        return group.build();
    }

    private void add(GatheredPair pair) {
        PairTexts texts = pair.texts();
        int chosen = index(texts.chosenModel(), "chosen", texts.chosen(), pair.origin());
        if (texts.rejected().isEmpty()) {
            return;
        }
        int rejected = index(texts.rejectedModel(), "rejected", texts.rejected(), pair.origin());
        pairs.add(new Pair(chosen, rejected, texts.typeName(), texts.scores()));
    }

    private int index(@Nullable String model, String side, String text, Origin origin) {
        Integer known = indices.putIfAbsent(new Key(model, text), responses.size());
        if (known != null) {
            return known;
        }
        responses.add(new Response(PairTexts.name(model, side), text, responses.size(), null, origin));
        return responses.size() - 1;
    }

    private ResponseGroup build() {
        int[] order = strongestFirst();
        int[] places = new int[order.length];
        List<Response> ordered = new ArrayList<>();
        for (int place = 0; place < order.length; place++) {
            Response r = responses.get(order[place]);
            places[order[place]] = place;
            ordered.add(r.withRank(place).parted(Thoughts.USUAL));
        }
        List<Pair> moved = pairs.stream()
                .map(p -> new Pair(places[p.chosen()], places[p.rejected()], p.type(), p.scores()))
                .toList();
        String id = first.texts().id();
        return new ResponseGroup(
                id == null ? PromptIds.of(first.texts().prompt()) : id,
                first.texts().prompt(),
                ordered,
                moved,
                first.origin());
    }

    /**
     * An order in which a chosen response stands before those it beats, else as they came. Where the pairs go in a
     * circle there is none, and the earliest response of those left goes first.
     */
    private int[] strongestFirst() {
        int n = responses.size();
        int[] losses = new int[n];
        List<List<Integer>> beaten = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            beaten.add(new ArrayList<>());
        }
        for (Pair pair : pairs) {
            beaten.get(pair.chosen()).add(pair.rejected());
            losses[pair.rejected()]++;
        }
        TreeSet<Integer> free = new TreeSet<>();
        TreeSet<Integer> left = new TreeSet<>();
        for (int i = 0; i < n; i++) {
            left.add(i);
            if (losses[i] == 0) {
                free.add(i);
            }
        }
        int[] order = new int[n];
        for (int place = 0; place < n; place++) {
            int next = free.isEmpty() ? left.first() : free.first();
            free.remove(next);
            left.remove(next);
            order[place] = next;
            for (int loser : beaten.get(next)) {
                if (--losses[loser] == 0 && left.contains(loser)) {
                    free.add(loser);
                }
            }
        }
        return order;
    }
}
