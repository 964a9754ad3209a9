package org.counterpoint.eval.judge.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.chat.ChatReply.Alternative;
import org.counterpoint.data.Thoughts;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictParsersTest {

    private static VerdictReading read(VerdictParser parser, String text) {
        return parser.read(Replies.saying(text));
    }

    private static String why(VerdictParser parser, String text) {
        return read(parser, text) instanceof VerdictReading.Unreadable unreadable ? unreadable.why() : "it was read";
    }

    private static double preference(VerdictParser parser, String text) {
        return read(parser, text) instanceof VerdictReading.Preference preference ? preference.value() : Double.NaN;
    }

    @Nested
    class Ranking {
        private final RankingParser parser = new RankingParser("model_1", "model_2");

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]",
                    "[{'model': 'model_2', 'rank': 2}, {'model': 'model_1', 'rank': 1}]",
                    "[{\"model\": \"model_1\", \"rank\": 1},\n {\"rank\": 2, \"model\": \"model_2\"},]",
                    "```python\n[\n    {'model': 'model_1', 'rank': 1},\n    {\"model\": 'model_2', 'rank': 2}\n]\n```",
                    "Sure [as asked]: [{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}] (1 wins)",
                    "{'ranking': [{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]}",
                    "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]"
                            + " so [{'model': 'model_2', 'rank': 2}, {'model': 'model_1', 'rank': 1}]",
                })
        void theFirstModelsRankIsTheVerdict(String text) {
            assertThat(preference(parser, text)).isEqualTo(1);
            String swapped =
                    text.replace("model_1", "x").replace("model_2", "model_1").replace("x", "model_2");
            assertThat(preference(parser, swapped)).isEqualTo(2);
        }

        @Test
        void whatIsNotOneClearRankingIsNotRead() {
            assertThat(why(parser, "model_1 is better")).isEqualTo("there is no list of models with their ranks");
            assertThat(why(parser, "")).isEqualTo("there is no list of models with their ranks");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 1}]"))
                    .isEqualTo("both models have rank 1");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 3}, {'model': 'model_2', 'rank': 1}]"))
                    .isEqualTo("the list does not rank model_1 and model_2 as 1 and 2");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': '1'}, {'model': 'model_2', 'rank': 2}]"))
                    .contains("does not rank");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1}]")).contains("ranks 1 models instead of 2");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1}, {'model': 'model_1', 'rank': 2}]"))
                    .contains("does not rank");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1, 'rank': 2}, {'model': 'model_2', 'rank': 2}]"))
                    .isEqualTo("there is no list of models with their ranks");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'ra"))
                    .isEqualTo("there is no list of models with their ranks");
        }
    }

    @Nested
    class LastWords {
        private static final String ONE = "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]";
        private static final String TWO = "[{'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1}]";
        private static final String GRADES = "{\"truth\": 5} no, {\"truth\": 2}";

        private final MarkParser marks = new MarkParser("A", "B", "C");
        private final RankingParser rankings = new RankingParser("model_1", "model_2");
        private final RatingParser ratings = new RatingParser(1, 10);
        private final RubricParser rubric =
                new RubricParser(List.of(new Criterion("truth", "is right", 1)), 1, 5, false);

        @Test
        void theLastOfSeveralVerdictsCounts() {
            assertThat(preference(marks, "One could say [[A]]. But the second is right. [[B]]"))
                    .isEqualTo(2);
            assertThat(preference(rankings, ONE + " at first sight; on reflection " + TWO))
                    .isEqualTo(2);
            assertThat(read(ratings, "[[3]] for style, in all [[8]]")).isEqualTo(new VerdictReading.Rating(8));
            assertThat(read(rubric, GRADES)).isEqualTo(new VerdictReading.Rating(2));
        }

        @Test
        void ofAnAnswerThatWasCutOffTheLastWordIsNotKnown() {
            assertThat(marks.read(Replies.cutOff("Perhaps [[A]], or [[B]], or")))
                    .isEqualTo(new VerdictReading.Unreadable(
                            "there are several verdicts, and the answer was cut off before its end: A, B"));
            assertThat(rankings.read(Replies.cutOff(ONE + TWO)))
                    .isEqualTo(new VerdictReading.Unreadable(
                            "there are several rankings, and the answer was cut off before its end"));
            assertThat(ratings.read(Replies.cutOff("[[3]] [[8]]")))
                    .isEqualTo(new VerdictReading.Unreadable(
                            "there are several grades, and the answer was cut off before its end: 3, 8"));
            assertThat(rubric.read(Replies.cutOff(GRADES)))
                    .isEqualTo(new VerdictReading.Unreadable(
                            "there are several sets of grades, and the answer was cut off before its end"));
            assertThat(marks.read(Replies.cutOff("[[A]], because")))
                    .isEqualTo(new VerdictReading.Preference(1, Map.of()));
        }
    }

    @Nested
    class Thought {
        private final MarkParser marks = new MarkParser("A", "B", "C");

        private VerdictReading thinking(VerdictParser parser, ChatReply reply) {
            return parser.read(reply, Thoughts.USUAL);
        }

        @Test
        void aThoughtIsNoVerdict() {
            assertThat(thinking(marks, Replies.saying("<think>\nMaybe [[B]].\n</think>\n\nThe first is better. [[A]]")))
                    .isEqualTo(new VerdictReading.Preference(1, Map.of()));
            assertThat(thinking(marks, Replies.saying("<think>A careless reader says [[B]].</think> A is better.")))
                    .isEqualTo(new VerdictReading.Unreadable("there is no verdict in double brackets"));
            assertThat(thinking(marks, Replies.saying("[[B]], or no. </think> [[A]]")))
                    .isEqualTo(new VerdictReading.Preference(1, Map.of()));
            assertThat(thinking(marks, Replies.saying("[[A]] <think>or [[B]]?</think>")))
                    .isEqualTo(new VerdictReading.Preference(1, Map.of()));
            assertThat(thinking(new ScorePairParser(1, 10), Replies.saying("<think>1 9?</think>\n8 7\nBecause.")))
                    .isEqualTo(new VerdictReading.Preference(1, Map.of("output_1", 8.0, "output_2", 7.0)));
        }

        @Test
        void anAnswerThatEndsWithinItsThoughtIsUnreadable() {
            assertThat(thinking(marks, Replies.cutOff("<think>\nOne would say [[B]]. But")))
                    .isEqualTo(new VerdictReading.Unreadable(
                            "the answer ends within the judge's thoughts: the limit of tokens"
                                    + " cut it off; a larger max_tokens leaves room"));
            assertThat(thinking(marks, Replies.saying("[[A]] <think>or [[B]]")))
                    .isEqualTo(new VerdictReading.Unreadable("the answer ends within the judge's thoughts"));
            assertThat(thinking(marks, Replies.saying("<think>[[A]]</think>\n")))
                    .isEqualTo(new VerdictReading.Unreadable("there is no answer after the judge's thoughts"));
        }

        @Test
        void labelsAreReadWhereTheAnswerBegins() {
            ChatReply reply = new ChatReply(
                    "<think>M</think>m",
                    null,
                    "judge",
                    "stop",
                    null,
                    Duration.ZERO,
                    List.of(place("<think>", "M"), place("M", "M"), place("</think>", "M"), place("m", "m")));
            assertThat(thinking(new LabelLogprobParser("m", "M"), reply))
                    .isInstanceOfSatisfying(VerdictReading.Preference.class, read -> assertThat(read.value())
                            .isEqualTo(1));
        }

        private ChatReply.TokenChoice place(String token, String likeliest) {
            return new ChatReply.TokenChoice(token, -0.1, List.of(new Alternative(likeliest, -0.1)));
        }
    }

    @Nested
    class LabelLogprobs {
        private final LabelLogprobParser parser = new LabelLogprobParser("m", "M");

        private double value(Alternative... alternatives) {
            return parser.read(Replies.choosing(alternatives)) instanceof VerdictReading.Preference preference
                    ? preference.value()
                    : Double.NaN;
        }

        /** The example in alpaca_eval 0.6.6's parser, and what its formula gives for it. */
        @Test
        void theVerdictIsTheShareOfTheSecondLabel() {
            double value = value(
                    new Alternative("M", -0.017597131),
                    new Alternative("m", -4.048847),
                    new Alternative("Both", -14.908222));
            assertThat(value).isEqualTo(1.9825567, within(1e-6));
            assertThat(value(new Alternative("m", Math.log(0.2)), new Alternative("M", Math.log(0.6))))
                    .isEqualTo(2 - 0.25, within(1e-12));
        }

        @Test
        void aMissingLabelCountsAsNothingAndTwoMissingAreNoVerdict() {
            assertThat(value(new Alternative("m", -3))).isEqualTo(1);
            assertThat(value(new Alternative("M", -3))).isEqualTo(2);
            assertThat(parser.read(Replies.choosing(new Alternative("Both", -0.1), new Alternative(" m", -1))))
                    .isEqualTo(new VerdictReading.Unreadable("neither m nor M is among the likeliest tokens"));
            assertThat(parser.read(Replies.saying("m")))
                    .isEqualTo(new VerdictReading.Unreadable("the server sent no log-probabilities"));
            assertThat(value(new Alternative("m", Double.NaN), new Alternative("M", -1)))
                    .isEqualTo(2);
            assertThat(value(new Alternative("m", -2000), new Alternative("M", -2000)))
                    .isEqualTo(1.5);
        }
    }

    @Nested
    class ScorePair {
        private final ScorePairParser parser = new ScorePairParser(1, 10);

        @Test
        void theHigherScoreWins() {
            assertThat(preference(parser, "8 7\nBecause 1 2.")).isEqualTo(1);
            assertThat(preference(parser, "7.5, 8\n")).isEqualTo(2);
            assertThat(preference(parser, "\n 9 9 \r\nequal")).isEqualTo(1.5);
            assertThat(preference(parser, "10,1")).isEqualTo(1);
        }

        @Test
        void anyOtherFirstLineIsNotRead() {
            for (String text :
                    List.of("Scores: 8 7", "8", "8 7 6", "8/10 7/10", "eight seven", "-8 7", "", "8.5.1 7")) {
                assertThat(why(parser, text))
                        .as(text)
                        .isEqualTo("the first line does not hold two scores and nothing else");
            }
            assertThat(why(parser, "11 7")).isEqualTo("the scores 11.0 and 7.0 are not within 1.0 to 10.0");
            assertThat(why(parser, "8 0")).contains("are not within");
        }
    }

    @Nested
    class Mark {
        private final MarkParser parser = new MarkParser("A", "B", "C");

        @Test
        void oneVerdictIsRead() {
            assertThat(preference(parser, "Both help. [[A]]")).isEqualTo(1);
            assertThat(preference(parser, "[[B]], as said: [[ B ]]")).isEqualTo(2);
            assertThat(preference(parser, "[[C]]")).isEqualTo(1.5);
            assertThat(preference(parser, "see [[1]] in the text: [[B]]")).isEqualTo(2);
        }

        @Test
        void whatIsNoVerdictIsNotRead() {
            assertThat(why(parser, "[A]")).isEqualTo("there is no verdict in double brackets");
            assertThat(why(parser, "[[a]]")).isEqualTo("there is no verdict in double brackets");
            assertThat(why(new MarkParser("A", "B", ""), "[[C]]")).isEqualTo("there is no verdict in double brackets");
        }
    }

    @Nested
    class Choice {
        @Test
        void onlyTheWordItselfIsRead() {
            ChoiceParser parser = new ChoiceParser("1", "2", "0");
            assertThat(preference(parser, " 1\n")).isEqualTo(1);
            assertThat(preference(parser, "2")).isEqualTo(2);
            assertThat(preference(parser, "0")).isEqualTo(1.5);
            assertThat(why(parser, "12")).isEqualTo("the answer is none of the words that it may be");
            assertThat(why(new ChoiceParser("1", "2", ""), ""))
                    .isEqualTo("the answer is none of the words that it may be");
        }
    }

    @Nested
    class Rating {
        private final RatingParser parser = new RatingParser(1, 10);

        @Test
        void oneGradeIsRead() {
            assertThat(read(parser, "Good. Rating: [[7]]")).isEqualTo(new VerdictReading.Rating(7));
            assertThat(read(parser, "[[7]] means [[7.0]]")).isEqualTo(new VerdictReading.Rating(7));
            assertThat(read(parser, "[[A]] [[6.5]]")).isEqualTo(new VerdictReading.Rating(6.5));
        }

        @Test
        void noneOrBeyondTheScaleAreNotRead() {
            assertThat(why(parser, "Rating: 7")).isEqualTo("there is no grade in double brackets");
            assertThat(why(parser, "[[11]]")).isEqualTo("the grade 11.0 is not within 1.0 to 10.0");
        }
    }

    @Nested
    class Rubric {
        private final List<Criterion> criteria =
                List.of(new Criterion("truth", "is right", 3), new Criterion("style", "reads well", 1));
        private final RubricParser parser = new RubricParser(criteria, 1, 5, true);

        @Test
        void weightedMeansAreCompared() {
            VerdictReading reading = read(parser, """
                Here it is: {"output_1": {"truth": 4, "style": 1, "reason": "dull"},
                 "output_2": {"truth": 3, "style": 5}}\
                """);
            assertThat(reading).isEqualTo(new VerdictReading.Preference(2, Map.of("output_1", 3.25, "output_2", 3.5)));
            assertThat(preference(
                            parser,
                            "{\"output_1\": {\"truth\": 4, \"style\": 1}, \"output_2\": {\"truth\": 3, \"style\": 4}}"))
                    .isEqualTo(1.5);
            assertThat(read(new RubricParser(criteria, 1, 5, false), "{\"truth\": 5, \"style\": 1}"))
                    .isEqualTo(new VerdictReading.Rating(4));
        }

        @Test
        void missingGradesAreNotRead() {
            assertThat(why(parser, "{\"output_1\": {\"truth\": 4}, \"output_2\": {\"truth\": 3, \"style\": 5}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(
                            parser,
                            "{\"output_1\": {\"truth\": 6, \"style\": 1}, \"output_2\": {\"truth\": 3, \"style\": 5}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(parser, "{\"output_1\": {\"truth\": \"4\", \"style\": 1}, \"output_2\": {}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(parser, "{output_1: good} {")).isEqualTo("there is no JSON object with the grades");
        }
    }
}
