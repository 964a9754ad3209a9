package org.counterpoint.pairs;

import java.io.Serializable;
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
import org.counterpoint.data.Thoughts;
import org.counterpoint.pairs.core.choose.ThoughtRule;
import org.counterpoint.pairs.core.step.StepSink;
import org.jspecify.annotations.Nullable;

/**
 * Turns the answers to one prompt into a group; what no group can hold goes to the ledger. Knows nothing but these
 * answers.
 */
record GroupJoin(AnswerOrder order, ThoughtRule thoughts) implements Serializable {
    /** Noticed of an answer that thinks before it speaks. */
    static final String THOUGHT = "thought";

    private record Writer(String model, int sample) {}

    /**
     * Makes the group.
     *
     * @param id that of {@link #id}
     * @return a group of at least one answer; null where none is left
     */
    @Nullable
    ResponseGroup join(String id, List<Answer> answers, StepSink sink) {
        List<GroupBuilder.Spoken> taken = takeAnswers(answers, id, sink);
        if (taken.isEmpty()) {
            return null;
        }
        Answer first = answers.get(0);
        GroupBuilder.Built built = GroupBuilder.build(id, first.prompt(), taken, order, first.origin());
        built.identical().forEach(pair -> identical(built.group(), pair, sink));
        return built.group();
    }

    /** What the answers are joined under: the first id that one of them has, else that of their prompt. */
    static String id(List<Answer> answers) {
        for (Answer answer : answers) {
            String given = answer.id();
            if (given != null) {
                return given;
            }
        }
        return PromptIds.of(answers.get(0).prompt());
    }

    /** Of each model, and of each of its samples, the first answer that says something. */
    private List<GroupBuilder.Spoken> takeAnswers(List<Answer> answers, String id, StepSink sink) {
        List<@Nullable String> objections = order.objections(answers);
        Map<Writer, GroupBuilder.Spoken> byWriter = new LinkedHashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            Thoughts.Parted parted = thoughts.thoughts().part(answer.text());
            int thinking = answer.text().length() - parted.answer().length();
            boolean thinks = thinking > 0;
            String objection = objections.get(i);
            if (thinks) {
                sink.notice(THOUGHT);
            }
            if (Texts.isEmpty(parted.answer())) {
                sink.add(setAside(answer, id, Reasons.EMPTY_ANSWER, answer.model() + emptyBecause(parted, thinks)));
            } else if (thinks && thoughts.what() == ThoughtRule.What.DROP) {
                sink.add(setAside(answer, id, Reasons.THOUGHT, answer.model() + " thought before it answered"));
            } else if (objection != null) {
                sink.add(setAside(answer, id, Reasons.MISSING_SCORE, objection));
            } else {
                GroupBuilder.Spoken taken = thinks && thoughts.what() == ThoughtRule.What.STRIP
                        ? new GroupBuilder.Spoken(answer.withText(parted.answer()), 0)
                        : new GroupBuilder.Spoken(answer, thinking);
                GroupBuilder.Spoken earlier = byWriter.putIfAbsent(new Writer(answer.model(), answer.sample()), taken);
                if (earlier != null) {
                    sink.add(second(taken.answer(), earlier.answer(), id));
                }
            }
        }
        return List.copyOf(byWriter.values());
    }

    private static String emptyBecause(Thoughts.Parted parted, boolean thinks) {
        if (parted.unfinished()) {
            return " ended within its thought";
        }
        return thinks ? " thought, and answered nothing" : " answered nothing but whitespace";
    }

    private static LedgerEntry second(Answer answer, Answer earlier, String id) {
        boolean same = answer.text().equals(earlier.text());
        return setAside(
                answer,
                id,
                same ? Reasons.DUPLICATE_ANSWER : Reasons.CONFLICTING_ANSWER,
                answer.name()
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
