package org.counterpoint.pairs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Turns the answers that share an id or a prompt into a group; what no group can hold goes to the ledger. Knows nothing
 * but these answers.
 *
 * @param byId whether the answers were brought together by their ids
 */
record GroupJoin(boolean byId, AnswerOrder order) {

    /**
     * Makes the group.
     *
     * @param id that of {@link #id}
     * @return a group of at least one answer; null where none is left
     */
    @Nullable
    ResponseGroup join(String id, List<Answer> answers, Ledger ledger) {
        Answer first = answers.get(0);
        Map<String, Answer> byModel = takeAnswers(answers, id, ledger);
        if (byModel.isEmpty()) {
            return null;
        }
        GroupBuilder.Built built = GroupBuilder.build(id, first.prompt(), byModel.values(), order, first.origin());
        built.identical().forEach(pair -> identical(built.group(), pair, ledger));
        return built.group();
    }

    /** What the answers are joined under: their id, or that of their prompt. */
    String id(List<Answer> answers) {
        Answer first = answers.get(0);
        String given = first.id();
        return byId && given != null ? given : PromptIds.of(first.prompt());
    }

    /** Of each model the first answer that is not empty. */
    private Map<String, Answer> takeAnswers(List<Answer> answers, String id, Ledger ledger) {
        Answer first = answers.get(0);
        Map<String, Answer> byModel = new LinkedHashMap<>();
        for (Answer answer : answers) {
            if (!answer.prompt().equals(first.prompt())) {
                ledger.add(setAside(
                        answer,
                        id,
                        Reasons.ID_PROMPT_MISMATCH,
                        "the id stands with another prompt at " + first.origin()));
            } else if (Texts.isEmpty(answer.text())) {
                ledger.add(setAside(
                        answer, id, Reasons.EMPTY_ANSWER, answer.model() + " answered nothing but whitespace"));
            } else if (order.objection(answer) != null) {
                ledger.add(setAside(answer, id, Reasons.MISSING_SCORE, String.valueOf(order.objection(answer))));
            } else {
                Answer earlier = byModel.putIfAbsent(answer.model(), answer);
                if (earlier != null) {
                    ledger.add(second(answer, earlier, id));
                }
            }
        }
        return byModel;
    }

    private static LedgerEntry second(Answer answer, Answer earlier, String id) {
        boolean same = answer.text().equals(earlier.text());
        return setAside(
                answer,
                id,
                same ? Reasons.DUPLICATE_ANSWER : Reasons.CONFLICTING_ANSWER,
                answer.model()
                        + (same ? " gave the same answer at " : " gave another answer, which stays, at ")
                        + earlier.origin());
    }

    private static LedgerEntry setAside(Answer answer, String id, String reason, String detail) {
        return new LedgerEntry(LedgerEntry.Kind.ANSWER, answer.origin(), id, reason, detail);
    }

    private static void identical(ResponseGroup group, Pair pair, Ledger ledger) {
        Origin origin = group.responses().get(pair.chosen()).origin();
        ledger.add(new LedgerEntry(
                LedgerEntry.Kind.PAIR,
                origin,
                group.id(),
                Reasons.IDENTICAL_ANSWERS,
                pair.type() + ": both answers are the same text"));
    }
}
