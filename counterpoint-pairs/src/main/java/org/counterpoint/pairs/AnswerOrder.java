package org.counterpoint.pairs;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.counterpoint.data.Answer;
import org.jspecify.annotations.Nullable;

/** Who is stronger among the answers to one prompt. */
public sealed interface AnswerOrder {

    /** The place of each answer, 0 for the strongest; equals share theirs and make no pair. */
    List<Integer> ranks(List<Answer> answers);

    /** Why the answer has no place, for a person; null where it has one. */
    @Nullable
    String objection(Answer answer);

    /** By the answer's model, the same for all prompts. */
    record ByModel(ModelOrder models) implements AnswerOrder {
        @Override
        public List<Integer> ranks(List<Answer> answers) {
            return answers.stream().map(answer -> models.rank(answer.model())).toList();
        }

        @Override
        public @Nullable String objection(Answer answer) {
            return null;
        }
    }

    /** By what the rows say, prompt by prompt. */
    record InData(Field field) implements AnswerOrder {
        @Override
        public List<Integer> ranks(List<Answer> answers) {
            TreeSet<Double> strengths = new TreeSet<>();
            answers.forEach(answer -> strengths.add(strength(answer)));
            return answers.stream()
                    .map(answer -> strengths.tailSet(strength(answer), false).size())
                    .toList();
        }

        @Override
        public @Nullable String objection(Answer answer) {
            return field.of(answer) == null
                    ? "the answers are ordered by " + field.wireName() + ", and this one has none"
                    : null;
        }

        private double strength(Answer answer) {
            double value = Objects.requireNonNull(field.of(answer), "an answer without a place");
            return field == Field.RANK ? -value : value;
        }
    }

    /** What a row may say of an answer's strength. */
    enum Field {
        /** More is better. */
        RATING,
        /** Less is better. */
        RANK;

        /** The name on the command line. */
        public String wireName() {
            return this == RATING ? "rating" : "rank";
        }

        @Nullable
        Double of(Answer answer) {
            Integer rank = answer.rank();
            return this == RATING ? answer.rating() : rank == null ? null : rank.doubleValue();
        }
    }
}
