package org.counterpoint.pairs.core.difficulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.OrderedPairs;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.core.step.CountingSink;
import org.junit.jupiter.api.Test;

class DifficultyStepTest {
    private static final Origin HERE = new Origin("f", 1);

    @Test
    void eachPairIsScoredByItsRanksLengthsAndTexts() {
        assertThat(scored(new Strength.ByRank()))
                .containsExactly(
                        Map.of("strength_gap", 1.0, "length_gap", 5.0, "similarity", 2.0 / 3),
                        Map.of("strength_gap", 3.0, "length_gap", 13.0, "similarity", 0.0),
                        Map.of("strength_gap", 2.0, "length_gap", 8.0, "similarity", 0.0));
    }

    @Test
    void aRatingThatIsMissingLeavesItsScoreOut() {
        assertThat(scored(new Strength.ByRating()))
                .extracting(scores -> scores.get("strength_gap"))
                .containsExactly(1.5, null, null);
    }

    @Test
    void strengthsOfModelsAreTakenAsTheyAre() {
        assertThat(scored(new Strength.ByModel(Map.of("a", 2.0, "b", -0.5, "c", -1.5))))
                .extracting(scores -> scores.get("strength_gap"))
                .containsExactly(2.5, 3.5, 1.0);
    }

    @Test
    void scoresThatNeedMoreThanTheGroupAreNotToBeHadHere() {
        assertThat(Difficulty.named(List.of("all"))).hasSize(3);
        assertThat(Difficulty.named(List.of("none"))).isEmpty();
        assertThatThrownBy(() -> DifficultyChoices.SCHEMA
                        .read(Map.of("scores", "similarity,judge_margin"))
                        .orElseThrow(faults -> new InputException(String.join(", ", faults))))
                .isInstanceOf(InputException.class)
                .hasMessage("scores must be a list of some of strength_gap, length_gap, similarity, all, none"
                        + " (it is similarity,judge_margin)");
    }

    private static List<Map<String, Double>> scored(Strength strength) {
        List<Response> responses = List.of(
                new Response("a", "the cat sat down", 0, null, 4.5, HERE),
                new Response("b", "the cat sat", 1, null, 3.0, HERE),
                new Response("c", "😀no", 3, null, null, HERE));
        ResponseGroup group = new ResponseGroup(
                "g",
                new Prompt.Plain("q"),
                responses,
                OrderedPairs.of(responses).pairs(),
                HERE);
        return new DifficultyStep(Difficulty.named(List.of("all")), strength)
                .apply(group, new CountingSink(entry -> {})).pairs().stream()
                        .map(Pair::scores)
                        .toList();
    }
}
