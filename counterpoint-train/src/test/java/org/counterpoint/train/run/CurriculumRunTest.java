package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.train.bigram.BigramBackend;
import org.counterpoint.train.bigram.BigramWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CurriculumRunTest {
    @TempDir
    Path root;

    private BigramWorld world;

    @BeforeEach
    void makeWorld() throws IOException {
        world = new BigramWorld(root);
    }

    @Test
    void easyPairsComeFirstAndHardOnesLast() throws IOException {
        List<JsonNode> steps = run("dpo", "curriculum=linear", "groups_per_step=2");
        assertThat(steps).hasSize(12);
        assertThat(steps.get(0).get("share/a>c").asDouble()).isEqualTo(1);
        assertThat(steps.get(0).has("share/a>b")).isFalse();
        assertThat(steps.get(3).get("share/a>b").asDouble()).isCloseTo(3 / 11.0, within(1e-12));
        assertThat(steps.get(11).get("share/a>b").asDouble()).isEqualTo(1);
        assertThat(steps).noneMatch(step -> step.has("share/b>c"));
    }

    @Test
    void evaluationKnowsNoCurriculum() throws IOException {
        String held = "evaluation.data=" + world.heldOut();
        List<JsonNode> none = run("dpo", held);
        Training.run(
                new BigramBackend(), world.request("dpo", "linear", held, "curriculum=linear"), TrainProgress.silent());
        JsonNode before = none.get(0);
        assertThat(before.get("step").asInt()).isZero();
        assertThat(before.get("eval_share/b>c").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(world.metrics("linear").get(0)).isEqualTo(before);
    }

    @Test
    void sampledTakesOnePairAGroup() throws IOException {
        List<JsonNode> steps = run("slic", "curriculum=mixed", "curriculum.realisation=sampled", "groups_per_step=4");
        assertThat(steps.subList(0, 5)).allMatch(step -> step.get("pairs").asInt() == 4);
    }

    @Test
    void responsesMoveFromTheSecondStrongestToTheStrongest() throws IOException {
        List<JsonNode> steps = run("sft", "curriculum=linear", "groups_per_step=2");
        assertThat(steps.get(0).get("share/b").asDouble()).isEqualTo(1);
        assertThat(steps.get(11).get("share/a").asDouble()).isEqualTo(1);
        assertThat(steps).noneMatch(step -> step.has("share/c"));
    }

    @Test
    void groupsOfTheWrongTypeAreSkippedAndCounted() throws IOException {
        String pair = "{\"prompt\":\"%s\",\"chosen\":\"abc\",\"rejected\":\"defg\",\"chosen_model\":\"%s\","
                + "\"rejected_model\":\"%s\"}";
        Files.write(
                world.data(),
                List.of(
                        pair.formatted("one", "a", "b"),
                        pair.formatted("two", "a", "c"),
                        pair.formatted("six", "b", "c")));
        List<JsonNode> steps = run("dpo", "curriculum=step", "groups_per_step=3", "steps=2", "learning_rate=0.1");
        assertThat(steps.get(0).get("skipped_groups").asInt()).isEqualTo(2);
        assertThat(steps.get(0).get("share/a>c").asDouble()).isEqualTo(1);
        assertThat(steps.get(1).get("share/a>b").asDouble()).isEqualTo(1);
    }

    @Test
    void aStepWithNothingToLearnChangesNothing() throws IOException {
        String pair = "{\"prompt\":\"%s\",\"chosen\":\"abc\",\"rejected\":\"defg\",\"chosen_model\":\"%s\","
                + "\"rejected_model\":\"%s\"}";
        Files.write(world.data(), List.of(pair.formatted("one", "a", "b"), pair.formatted("two", "a", "c")));
        List<JsonNode> steps = run(
                "dpo",
                "curriculum=step",
                "curriculum.at=0",
                "curriculum.from=a:c",
                "curriculum.to=a:b",
                "groups_per_step=1",
                "order=file");
        assertThat(steps.get(1).get("loss").isNull()).isTrue();
        assertThat(steps.get(1).get("grad_norm").asDouble()).isZero();
        assertThat(steps.get(1).get("skipped_groups").asInt()).isEqualTo(1);
    }

    @Test
    void aScoreOrdersTheGroups() throws IOException {
        List<String> rows = new ArrayList<>();
        int[] scores = {5, 1, 4, 2, 3};
        for (int score : scores) {
            rows.add("{\"prompt\":\"p" + score + "\",\"chosen\":\"" + "a".repeat(score) + "\",\"rejected\":\"b\","
                    + "\"chosen_model\":\"a\",\"rejected_model\":\"b\",\"scores\":{\"hardness\":" + score + "}}");
        }
        Files.write(world.data(), rows);
        List<JsonNode> steps =
                run("dpo", "curriculum=score", "curriculum.score=hardness", "groups_per_step=1", "forward=grouped");
        // A group's tokens grow by one with its score.
        List<Integer> tokens =
                steps.stream().map(step -> step.get("tokens").asInt()).toList();
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aScoreMayOrderTheGroupsFromItsLargest() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int score : new int[] {2, 3, 1}) {
            rows.add("{\"prompt\":\"p" + score + "\",\"chosen\":\"" + "a".repeat(score) + "\",\"rejected\":\"b\","
                    + "\"scores\":{\"ease\":" + score + "}}");
        }
        Files.write(world.data(), rows);
        List<Integer> tokens = run(
                        "dpo",
                        "curriculum=score",
                        "curriculum.score=ease",
                        "curriculum.direction=falling",
                        "groups_per_step=1")
                .stream()
                .map(step -> step.get("tokens").asInt())
                .toList();
        assertThat(tokens).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dpo | curriculum=linear curriculum.from=a:d | the curriculum uses a>d, which is not in the training"
                        + " data; did you mean",
                "dpo | curriculum=linear pair_types=a:b | the curriculum uses a>c, which is not in the training data",
                "dpo | pair_types=a:b,a:d | pair_types names a>d, which is not in the training data; did you mean",
                "dpo | curriculum=score curriculum.score=x | of group g0 has no score x",
                "sft | sft_target=d | nothing to train on is left of"
            })
    void faultsAreNamedAndLeaveNothing(String method, String settings, String message) {
        assertThatThrownBy(() -> Training.run(
                        new BigramBackend(), world.request(method, "run", settings.split(" ")), TrainProgress.silent()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
        assertThat(root.resolve("run")).doesNotExist();
    }

    private List<JsonNode> run(String method, String... settings) throws IOException {
        Training.run(new BigramBackend(), world.request(method, "run", settings), TrainProgress.silent());
        return world.metrics("run");
    }
}
