package org.counterpoint.eval.judge.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.counterpoint.chat.ChatReply.Alternative;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictParsersTest {

    private static Reading read(VerdictParser parser, String text) {
        return parser.read(Replies.saying(text));
    }

    private static String why(VerdictParser parser, String text) {
        return read(parser, text) instanceof Reading.Unreadable unreadable ? unreadable.why() : "it was read";
    }

    private static double preference(VerdictParser parser, String text) {
        return read(parser, text) instanceof Reading.Preference preference ? preference.value() : Double.NaN;
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
            assertThat(why(
                            parser,
                            "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}] or"
                                    + " [{'model': 'model_1', 'rank': 2}, {'model': 'model_2', 'rank': 1}]"))
                    .isEqualTo("there are several rankings, and they differ");
            assertThat(why(parser, "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'ra"))
                    .isEqualTo("there is no list of models with their ranks");
        }
    }

    @Nested
    class LabelLogprobs {
        private final LabelLogprobParser parser = new LabelLogprobParser("m", "M");

        private double value(Alternative... alternatives) {
            return parser.read(Replies.choosing(alternatives)) instanceof Reading.Preference preference
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
                    .isEqualTo(new Reading.Unreadable("neither m nor M is among the likeliest tokens"));
            assertThat(parser.read(Replies.saying("m")))
                    .isEqualTo(new Reading.Unreadable("the server sent no log-probabilities"));
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
        void noneOrSeveralAreNotRead() {
            assertThat(why(parser, "[A]")).isEqualTo("there is no verdict in double brackets");
            assertThat(why(parser, "[[a]]")).isEqualTo("there is no verdict in double brackets");
            assertThat(why(parser, "The answer says [[A]], but [[B]]")).isEqualTo("there are several verdicts: A, B");
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
            assertThat(read(parser, "Good. Rating: [[7]]")).isEqualTo(new Reading.Rating(7));
            assertThat(read(parser, "[[7]] means [[7.0]]")).isEqualTo(new Reading.Rating(7));
            assertThat(read(parser, "[[A]] [[6.5]]")).isEqualTo(new Reading.Rating(6.5));
        }

        @Test
        void noneSeveralOrBeyondTheScaleAreNotRead() {
            assertThat(why(parser, "Rating: 7")).isEqualTo("there is no grade in double brackets");
            assertThat(why(parser, "[[7]] or [[8]]")).isEqualTo("there are several grades: 7, 8");
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
            Reading reading = read(parser, """
                    Here it is: {"output_1": {"truth": 4, "style": 1, "reason": "dull"},
                     "output_2": {"truth": 3, "style": 5}}""");
            assertThat(reading).isEqualTo(new Reading.Preference(2, Map.of("output_1", 3.25, "output_2", 3.5)));
            assertThat(preference(
                            parser,
                            "{\"output_1\": {\"truth\": 4, \"style\": 1}, \"output_2\": {\"truth\": 3, \"style\": 4}}"))
                    .isEqualTo(1.5);
            assertThat(read(new RubricParser(criteria, 1, 5, false), "{\"truth\": 5, \"style\": 1}"))
                    .isEqualTo(new Reading.Rating(4));
        }

        @Test
        void missingGradesOrSeveralSetsAreNotRead() {
            assertThat(why(parser, "{\"output_1\": {\"truth\": 4}, \"output_2\": {\"truth\": 3, \"style\": 5}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(
                            parser,
                            "{\"output_1\": {\"truth\": 6, \"style\": 1}, \"output_2\": {\"truth\": 3, \"style\": 5}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(parser, "{\"output_1\": {\"truth\": \"4\", \"style\": 1}, \"output_2\": {}}"))
                    .isEqualTo("a criterion has no grade from 1.0 to 5.0");
            assertThat(why(parser, "{output_1: good} {")).isEqualTo("there is no JSON object with the grades");
            assertThat(why(parser, """
                            {"output_1": {"truth": 4, "style": 1}, "output_2": {"truth": 3, "style": 5}} or
                            {"output_1": {"truth": 5, "style": 1}, "output_2": {"truth": 3, "style": 5}}""")).isEqualTo("there are several sets of grades");
        }
    }
}
