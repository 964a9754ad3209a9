package org.counterpoint.data.forms;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.counterpoint.data.Origin;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.counterpoint.data.forms.PairedAnswers.PairTexts;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.spill.Gathering;
import org.counterpoint.data.spill.Scratch;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of a pairs file into groups by prompt, a group standing where its first pair stood. */
final class PairGatherer {
    private final Gathering<GatheredPair> gathering;
    private @Nullable Iterator<Gathering.Member<GatheredPair>> members;
    private Gathering.@Nullable Member<GatheredPair> pending;

    PairGatherer(Scratch scratch) {
        this.gathering = new Gathering<>(new GatheredPair.PairCodec(), scratch);
    }

    void add(PairedAnswers form, Row.Valid row) throws RowFault {
        for (PairTexts texts : form.pairs(row.json())) {
            add(texts, row.origin());
        }
    }

    private void add(PairTexts texts, Origin origin) throws RowFault {
        if (Texts.isEmpty(texts.chosen()) || Texts.isEmpty(texts.rejected())) {
            throw new RowFault(
                    Reasons.EMPTY_ANSWER,
                    (Texts.isEmpty(texts.chosen()) ? "'chosen'" : "'rejected'") + " is nothing but whitespace");
        }
        if (texts.chosen().equals(texts.rejected())) {
            throw new RowFault(Reasons.IDENTICAL_ANSWERS, "'chosen' and 'rejected' are the same text");
        }
        gathering.add(PromptIds.key(texts.prompt()), new GatheredPair(texts, origin));
    }

    /** The next group, after the last row was added; null at the end. */
    @Nullable
    ResponseGroup next() {
        if (members == null) {
            members = gathering.inOrder();
            pending = members.hasNext() ? members.next() : null;
        }
        if (pending == null) {
            return null;
        }
        long first = pending.first();
        List<GatheredPair> pairs = new ArrayList<>();
        while (pending != null && pending.first() == first) {
            pairs.add(pending.value());
            pending = members.hasNext() ? members.next() : null;
        }
        return PairGroup.of(pairs);
    }
}
