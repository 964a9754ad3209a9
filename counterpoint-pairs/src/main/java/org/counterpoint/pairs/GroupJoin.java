package org.counterpoint.pairs;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.counterpoint.data.spill.Gathering;
import org.jspecify.annotations.Nullable;

/** Turns answers gathered by prompt into groups; what no group can hold goes to the ledger. */
final class GroupJoin implements Iterator<ResponseGroup> {
    private final Iterator<Gathering.Member<Answer>> answers;
    private final boolean byId;
    private final ModelOrder order;
    private final Ledger ledger;
    private Gathering.@Nullable Member<Answer> pending;
    private @Nullable ResponseGroup next;

    GroupJoin(Iterator<Gathering.Member<Answer>> answers, boolean byId, ModelOrder order, Ledger ledger) {
        this.answers = answers;
        this.byId = byId;
        this.order = order;
        this.ledger = ledger;
        this.pending = advance();
    }

    private Gathering.@Nullable Member<Answer> advance() {
        return answers.hasNext() ? answers.next() : null;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = join();
        }
        return next != null;
    }

    @Override
    public ResponseGroup next() {
        ResponseGroup group = hasNext() ? next : null;
        if (group == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return group;
    }

    /** The next group of at least one answer; null at the end. */
    private @Nullable ResponseGroup join() {
        while (pending != null) {
            Answer first = pending.value();
            String id = byId ? pending.key() : PromptIds.of(first.prompt());
            Map<String, Answer> byModel = takeAnswers(first, id);
            if (!byModel.isEmpty()) {
                GroupBuilder.Built built =
                        GroupBuilder.build(id, first.prompt(), byModel.values(), order, first.origin());
                built.identical().forEach(pair -> identical(built.group(), pair));
                return built.group();
            }
        }
        return null;
    }

    /** Of each model the first answer that is not empty. */
    private Map<String, Answer> takeAnswers(Answer first, String id) {
        Map<String, Answer> byModel = new LinkedHashMap<>();
        long group = pending == null ? -1 : pending.first();
        while (pending != null && pending.first() == group) {
            Answer answer = pending.value();
            pending = advance();
            if (!answer.prompt().equals(first.prompt())) {
                setAside(
                        answer,
                        id,
                        Reasons.ID_PROMPT_MISMATCH,
                        "the id stands with another prompt at " + first.origin());
            } else if (Texts.isEmpty(answer.text())) {
                setAside(answer, id, Reasons.EMPTY_ANSWER, answer.model() + " answered nothing but whitespace");
            } else {
                Answer earlier = byModel.putIfAbsent(answer.model(), answer);
                if (earlier != null) {
                    second(answer, earlier, id);
                }
            }
        }
        return byModel;
    }

    private void second(Answer answer, Answer earlier, String id) {
        boolean same = answer.text().equals(earlier.text());
        setAside(
                answer,
                id,
                same ? Reasons.DUPLICATE_ANSWER : Reasons.CONFLICTING_ANSWER,
                answer.model()
                        + (same ? " gave the same answer at " : " gave another answer, which stays, at ")
                        + earlier.origin());
    }

    private void setAside(Answer answer, String id, String reason, String detail) {
        ledger.add(new LedgerEntry(LedgerEntry.Kind.ANSWER, answer.origin(), id, reason, detail));
    }

    private void identical(ResponseGroup group, Pair pair) {
        Origin origin = group.responses().get(pair.chosen()).origin();
        ledger.add(new LedgerEntry(
                LedgerEntry.Kind.PAIR,
                origin,
                group.id(),
                Reasons.IDENTICAL_ANSWERS,
                pair.type() + ": both answers are the same text"));
    }
}
