package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.counterpoint.data.Key;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.Gathering;
import org.counterpoint.data.spill.Scratch;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of a pairs file into groups by prompt, a group standing where its first pair stood. */
public final class PairGatherer {
    private final Gathering<GatheredPair> gathering;
    private @Nullable Iterator<Gathering.Member<GatheredPair>> members;
    private Gathering.@Nullable Member<GatheredPair> pending;

    /** @param scratch holds the pairs; to be closed after the last group was taken */
    public PairGatherer(Scratch scratch) {
        this.gathering = new Gathering<>(new GatheredPair.PairCodec(), scratch);
    }

    /** @param prompt the same for all pairs of a prompt */
    public void add(Key prompt, GatheredPair pair) {
        gathering.add(prompt, pair);
    }

    /** The next group, after the last row was added; null at the end. */
    public @Nullable ResponseGroup next() {
        TrainingRows.Whole whole = nextWhole();
        return whole == null ? null : whole.group();
    }

    /** As {@link #next}, with the turns that any of its rows leaves unlearnt, and the answer where all do. */
    TrainingRows.@Nullable Whole nextWhole() {
        if (members == null) {
            members = gathering.inOrder();
            pending = members.hasNext() ? members.next() : null;
        }
        if (pending == null) {
            return null;
        }
        long first = pending.first();
        List<GatheredPair> pairs = new ArrayList<>();
        Set<Integer> left = new HashSet<>();
        while (pending != null && pending.first() == first) {
            pairs.add(pending.value());
            left.addAll(pending.value().left());
            pending = members.hasNext() ? members.next() : null;
        }
        List<GatheredPair> whole =
                pairs.stream().filter(GatheredPair::hasAnswers).toList();
        if (!whole.isEmpty()) {
            left.remove(EveryTurn.placeOfAnswer(whole.get(0).texts().prompt()));
        }
        return new TrainingRows.Whole(PairGroup.of(whole.isEmpty() ? pairs : whole), left);
    }
}
