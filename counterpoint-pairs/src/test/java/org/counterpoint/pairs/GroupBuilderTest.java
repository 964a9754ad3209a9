package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.counterpoint.data.Answer;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.junit.jupiter.api.Test;

class GroupBuilderTest {
    private static final Prompt PROMPT = new Prompt.Plain("q");
    private static final Origin HERE = new Origin("f", 1);

    @Test
    void nModelsGiveAllTheirPairsWhateverTheAnswersOrder() {
        for (int n = 1; n <= 7; n++) {
            List<String> models = IntStream.range(0, n).mapToObj(i -> "m" + i).toList();
            List<Answer> answers = new ArrayList<>(
                    models.stream().map(model -> answer(model, "by " + model)).toList());
            Collections.shuffle(answers, new Random(n));
            GroupBuilder.Built built =
                    GroupBuilder.build("g", PROMPT, spoken(answers), byModel(new ModelOrder(models)), HERE);
            assertThat(built.group().responses()).extracting(Response::model).isEqualTo(models);
            List<Pair> expected = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    expected.add(new Pair(i, j, "m" + i + ">m" + j, Map.of()));
                }
            }
            assertThat(built.group().pairs()).isEqualTo(expected).hasSize(n * (n - 1) / 2);
            assertThat(built.identical()).isEmpty();
        }
    }

    @Test
    void equalAnswersLoseTheirPairOnlyAndAMissingModelLeavesTheOthers() {
        GroupBuilder.Built built = GroupBuilder.build(
                "g",
                PROMPT,
                spoken(List.of(answer("d", "same"), answer("a", "same"), answer("c", "other"))),
                byModel(new ModelOrder(List.of("a", "b", "c", "d"))),
                HERE);
        assertThat(built.group().responses()).extracting(Response::rank).containsExactly(0, 2, 3);
        assertThat(built.group().pairs())
                .containsExactly(new Pair(0, 1, "a>c", Map.of()), new Pair(1, 2, "c>d", Map.of()));
        assertThat(built.identical()).containsExactly(new Pair(0, 2, "a>d", Map.of()));
    }

    @Test
    void ratingsOrderEachPromptsAnswersAndEqualOnesMakeNoPair() {
        AnswerOrder byRating = new AnswerOrder.InData(AnswerOrder.Field.RATING);
        GroupBuilder.Built built = GroupBuilder.build(
                "g",
                PROMPT,
                spoken(List.of(rated("a", 3.0, 2), rated("b", 4.5, 1), rated("c", 3.0, 3))),
                byRating,
                HERE);
        assertThat(built.group().responses()).extracting(Response::model).containsExactly("b", "a", "c");
        assertThat(built.group().pairs()).extracting(Pair::type).containsExactly("b>a", "b>c");
        AnswerOrder byRank = new AnswerOrder.InData(AnswerOrder.Field.RANK);
        assertThat(byRank.ranks(List.of(rated("a", 3.0, 7), rated("b", 4.5, 1), rated("c", 3.0, 7))))
                .containsExactly(1, 0, 1);
        assertThat(byRank.objections(List.of(answer("a", "x"))))
                .containsExactly("the answers are ordered by rank, and this one has none");
    }

    private static List<GroupBuilder.Spoken> spoken(List<Answer> answers) {
        return answers.stream()
                .map(answer -> new GroupBuilder.Spoken(answer, 0))
                .toList();
    }

    private static Answer rated(String model, double rating, int rank) {
        return new Answer(null, PROMPT, model, 0, "by " + model, null, Map.of("rating", rating), (double) rank, HERE);
    }

    private static AnswerOrder byModel(ModelOrder order) {
        return new AnswerOrder.ByModel(order);
    }

    private static Answer answer(String model, String text) {
        return new Answer(null, PROMPT, model, text, null, HERE);
    }
}
