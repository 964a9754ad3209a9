package org.counterpoint.pairs;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.counterpoint.data.Answer;
import org.counterpoint.data.forms.Numbers;
import org.jspecify.annotations.Nullable;

/** Who is stronger among the answers to one prompt. */
public sealed interface AnswerOrder extends Serializable {

    /** The place of each answer, 0 for the strongest; equals share theirs and make no pair. */
    List<Integer> ranks(List<Answer> answers);

    /** Of each answer why it has no place among these, for a person; null where it has one. */
    List<@Nullable String> objections(List<Answer> answers);

    /** How good each answer is said to be, on one scale for all; nulls where they share none. */
    default List<@Nullable Double> ratings(List<Answer> answers) {
        boolean rated = false;
        for (Answer answer : answers) {
            rated |= !answer.ratings().isEmpty();
        }
        if (!rated) {
            return Collections.nCopies(answers.size(), null);
        }
        String shared = null;
        for (String scale : Numbers.SCALES) {
            boolean known = answers.stream().anyMatch(answer -> answer.ratings().containsKey(scale));
            boolean all = answers.stream()
                    .allMatch(answer ->
                            answer.ratings().isEmpty() || answer.ratings().containsKey(scale));
            shared = shared == null && known && all ? scale : shared;
        }
        return on(shared, answers);
    }

    private static List<@Nullable Double> on(@Nullable String scale, List<Answer> answers) {
        List<@Nullable Double> ratings = new ArrayList<>();
        for (Answer answer : answers) {
            ratings.add(scale == null ? null : answer.ratings().get(scale));
        }
        return ratings;
    }

    /** By the answer's model, the same for all prompts. */
    record ByModel(ModelOrder models) implements AnswerOrder {
        @Override
        public List<Integer> ranks(List<Answer> answers) {
            List<Integer> ranks = new ArrayList<>(answers.size());
            for (Answer answer : answers) {
                ranks.add(models.rank(answer.model()));
            }
            return ranks;
        }

        @Override
        public List<@Nullable String> objections(List<Answer> answers) {
            return Collections.nCopies(answers.size(), null);
        }
    }

    /** By what the rows say, prompt by prompt. */
    record InData(Field field) implements AnswerOrder {
        @Override
        public List<Integer> ranks(List<Answer> answers) {
            List<Double> strengths = strengths(answers).stream()
                    .map(value -> Objects.requireNonNull(value, "an answer without a place"))
                    .toList();
            TreeSet<Double> distinct = new TreeSet<>(strengths);
            return strengths.stream()
                    .map(strength -> distinct.tailSet(strength, false).size())
                    .toList();
        }

        @Override
        public List<@Nullable String> objections(List<Answer> answers) {
            List<@Nullable Double> strengths = strengths(answers);
            String scale = field == Field.RATING ? scale(answers) : null;
            List<@Nullable String> objections = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                boolean otherScale = scale != null && !answers.get(i).ratings().isEmpty();
                objections.add(
                        strengths.get(i) != null
                                ? null
                                : "the answers are ordered by " + field.wireName()
                                        + (otherScale
                                                ? ", those to this prompt on the scale '" + scale
                                                        + "', and this one is not rated on it"
                                                : ", and this one has none"));
            }
            return objections;
        }

        @Override
        public List<@Nullable Double> ratings(List<Answer> answers) {
            return field == Field.RATING ? on(scale(answers), answers) : AnswerOrder.super.ratings(answers);
        }

        private List<@Nullable Double> strengths(List<Answer> answers) {
            if (field == Field.RATING) {
                return ratings(answers);
            }
            List<@Nullable Double> strengths = new ArrayList<>();
            for (Answer answer : answers) {
                Double rank = answer.rank();
                strengths.add(rank == null ? null : -rank);
            }
            return strengths;
        }

        /** The scale on which the most answers are rated; null where none is. */
        private static @Nullable String scale(List<Answer> answers) {
            String best = null;
            long most = 0;
            for (String scale : Numbers.SCALES) {
                long count = answers.stream()
                        .filter(answer -> answer.ratings().containsKey(scale))
                        .count();
                if (count > most) {
                    best = scale;
                    most = count;
                }
            }
            return best;
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
    }
}
