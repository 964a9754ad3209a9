package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.counterpoint.app.ChildCommand;
import org.counterpoint.app.Shell;
import org.counterpoint.app.TinyModels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rounds of a recipe on a tiny model: its own answers join those of the teachers. */
class RoundsTest {
    private static final String RECIPE = """
        seed: 3
        defaults:
          train: {learning_rate: 1e-3, groups_per_step: 2, checkpoint: {every: 2}}
          generate: {max_new_tokens: 6}
        stages:
          answers: {stage: answers, files: {strong: strong.jsonl, weak: weak.jsonl}}
          teachers: {stage: pairs, answers: answers, order: [strong, weak]}
          reward: {stage: train, method: reward, model: tiny, data: teachers, steps: 2}
          loop:
            stage: rounds
            times: 3
            start: tiny
            policy: dpo
            prompts: teachers
            stages:
              own: {stage: generate, model: policy, data: prompts, name: own, samples: 2, temperature: 1}
              rated: {stage: rate, model: reward, answers: [own, prompts.answers]}
              pairs: {stage: pairs, answers: rated, order_by: rating}
              dpo: {stage: train, method: dpo, data: pairs}
          answered: {stage: generate, model: "loop[last].dpo", data: "loop[1].prompts", name: end}
          all: {stage: pairs, answers: {own: "loop[*].own", end: answered}, order: [own-round-1, own-round-2, own-round-3, end]}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void inputs() throws IOException {
        for (String model : List.of("strong", "weak")) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String output = model.equals("strong") ? "The sum is " + (i + 1) + "." : "No.";
                rows.add("{\"instruction\":\"What is " + i + " plus 1?\",\"output\":\"" + output + "\"}");
            }
            Files.write(folder.resolve(model + ".jsonl"), rows);
        }
        TinyModels.make(folder, 7);
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    }

    @Test
    void eachRoundBeginsWithThePolicyOfTheRoundBeforeAndFreshPrompts() throws IOException {
        Shell.Result plan = run("run", "--dry-run");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("loop/round-1/own", "loop/round-2/dpo", "loop/round-3/pairs", "20 to do");

        Shell.Result result = run("run");
        assertThat(result.code()).as(result.err()).isZero();
        Set<String> prompts = new TreeSet<>();
        for (int round = 1; round <= 3; round++) {
            Path of = folder.resolve("run/loop/round-" + round);
            List<String> own = Files.readAllLines(of.resolve("prompts/rows.jsonl"));
            assertThat(own).hasSize(4);
            prompts.addAll(own);
            String model = json(of.resolve("own/lineage.json"))
                    .at("/inputs/model/0/path")
                    .stringValue();
            assertThat(model).endsWith(round == 1 ? "/tiny" : "../../round-" + (round - 1) + "/dpo/final");
            JsonNode inputs = json(of.resolve("dpo/lineage.json")).path("inputs");
            assertThat(inputs.at("/model/0/path").stringValue()).endsWith(round == 1 ? "/tiny" : "/dpo/final");
            assertThat(inputs.at("/reference/0/path").stringValue())
                    .as("the first")
                    .endsWith("/tiny");
            assertThat(Files.readString(of.resolve("rated/answers.jsonl")))
                    .contains("\"model\":\"own\"", "\"model\":\"strong\"", "\"sample\":1", "\"rating\":");
            assertThat(Files.readString(of.resolve("pairs/groups.jsonl"))).contains("own");
        }
        assertThat(prompts).as("fresh prompts a round").hasSize(12);
        assertThat(json(folder.resolve("run/answered/lineage.json"))
                        .at("/inputs/model/0/path")
                        .stringValue())
                .isEqualTo("../loop/round-3/dpo/final");
        assertThat(Files.readString(folder.resolve("run/report.html"))).contains("Rounds of loop");
        assertThat(run("run").out()).startsWith("0 stages done, 20 were done before");
    }

    @Test
    @Tag("slow")
    void aRunKilledWithinARoundAndBetweenRoundsEndsInTheSameBytes() throws Exception {
        assertThat(run("whole").code()).isZero();
        killed(() -> Files.exists(folder.resolve("killed/loop/round-1/dpo/lineage.json")));
        killed(() -> ChildCommand.lines(folder.resolve("killed/.work/loop/round-2/dpo/artifact/metrics.jsonl")) > 1
                || Files.exists(folder.resolve("killed/loop/round-2/dpo/lineage.json")));
        Shell.Result result = run("killed");
        assertThat(result.code()).as(result.err()).isZero();
        for (String file : List.of(
                "loop/round-2/own/answers.jsonl",
                "loop/round-3/rated/answers.jsonl",
                "loop/round-3/dpo/final/model.safetensors",
                "answered/answers.jsonl")) {
            assertThat(folder.resolve("killed/" + file)).hasSameBinaryContentAs(folder.resolve("whole/" + file));
        }
    }

    @Test
    void whatIsWrongWithRoundsIsToldAtOnceWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              loop:
                stage: rounds
                times: 500
                policy: dop
                start: tiny
                from: middle
                arms: {seed: [1]}
                stages:
                  dpo: {stage: train, method: dpo, data: strong.jsonl}
                  policy: {stage: answers, files: [strong.jsonl]}
              after: {stage: generate, model: "loop[1].dpo", data: strong.jsonl}
            """);
        Shell.Result result = run("run");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("recipe.yaml:4:12: times must be a whole number from 1 to 100 (it is 500)")
                .contains("there is no stage dop in the rounds of loop; did you mean dpo?")
                .contains("from is middle; it must be one of first, last")
                .contains("rounds have no arms; give them to a stage within")
                .contains("within rounds policy has a meaning of its own; give the stage another name")
                .doesNotContain("there is no stage and no file");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aRoundThatThereIsNotIsNamedWithTheNearest() throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE.replace("loop[last].dpo", "loop[4].dpo"));
        assertThat(run("run").err()).contains("there is no stage and no file loop[4].dpo; did you mean loop[");
    }

    @Test
    void selfPlayAgainstTheReferencesOfTheLastRound() throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), """
            defaults: {train: {steps: 1}, generate: {max_new_tokens: 4}}
            stages:
              loop:
                stage: rounds
                times: 2
                start: tiny
                policy: dpo
                from: first
                reference: last
                prompts: strong.jsonl
                prompts_per_round: 9
                stages:
                  own: {stage: generate, model: policy, data: prompts, name: own}
                  rated: {stage: rate, references: strong.jsonl, answers: {own: own, strong: prompts.answers}}
                  pairs: {stage: pairs, answers: rated, order_by: rating}
                  dpo: {stage: train, method: dpo, data: pairs}
            """);
        Shell.Result result = run("run");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).contains("12 prompts are not enough for 2 portions of 9");
        JsonNode inputs =
                json(folder.resolve("run/loop/round-2/dpo/lineage.json")).path("inputs");
        assertThat(inputs.at("/model/0/path").stringValue()).endsWith("/tiny");
        assertThat(inputs.at("/reference/0/path").stringValue()).endsWith("round-1/dpo/final");
        assertThat(Files.readAllLines(folder.resolve("run/loop/round-1/rated/answers.jsonl")))
                .filteredOn(row -> row.contains("\"model\":\"strong\""))
                .hasSize(9)
                .allMatch(row -> row.contains("\"rating\":1.0"));
    }

    private Shell.Result run(String out, String... more) {
        return Shell.run(Stream.concat(
                        Stream.of(
                                "run",
                                folder.resolve("recipe.yaml").toString(),
                                "--out",
                                folder.resolve(out).toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private void killed(BooleanSupplier moment) throws Exception {
        try (ChildCommand run = ChildCommand.start(
                folder,
                "run",
                folder.resolve("recipe.yaml").toString(),
                "--out",
                folder.resolve("killed").toString())) {
            run.kill(moment);
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }
}
