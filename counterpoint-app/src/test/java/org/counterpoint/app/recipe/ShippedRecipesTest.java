package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes that ship can be planned, given a user's files. */
class ShippedRecipesTest {

    @TempDir
    Path folder;

    @Test
    void thePapersArmsArePlanned() throws IOException {
        String plan = plan("paper-llama7b", List.of("gpt4", "chatgpt", "instructgpt"), "sft.model");
        assertThat(plan).contains("continued/dpo-easy-to-hard", "continued/slic-gpt4-instructgpt", "0 done, 21 to do");
    }

    @Test
    void theRealRunIsPlanned() throws IOException {
        String plan = plan("real-smollm2", List.of("strong", "middle", "weak"), "sft.model", "answered-start.model");
        assertThat(plan).contains("dpo/reverse", "answered-start", "0 done, 12 to do");
    }

    @Test
    void selfPlayIsPlannedRoundByRound() throws IOException {
        Path teacher = Files.writeString(folder.resolve("teacher.json"), "[{\"instruction\":\"q\",\"output\":\"a\"}]");
        String plan = plan(
                "rounds-self-play",
                List.of(),
                List.of("sft.data=" + teacher, "self-play.prompts=" + teacher),
                "sft.model");
        assertThat(plan).contains("self-play/round-1/own", "self-play/round-3/dpo", "0 done, 13 to do");
    }

    @Test
    void theBestOfOwnAnswersAgainstTheWorstIsPlannedRoundByRound() throws IOException {
        String plan = plan("rounds-best-of-n", List.of("strong", "weak"), "reward.model", "best-of-n.start");
        assertThat(plan).contains("reward", "best-of-n/round-1/rated", "best-of-n/round-3/dpo", "0 done, 18 to do");
    }

    @Test
    void teachersAndOwnAnswersRankedTogetherArePlannedRoundByRound() throws IOException {
        String plan = plan("rounds-ranked", List.of("strong", "weak"), "sft.model");
        assertThat(plan).contains("ranked/round-2/rated", "ranked/round-3/answered", "0 done, 24 to do");
    }

    @Test
    void aJudgesVerdictsARewardModelAndPpoArePlanned() throws IOException {
        Path prompts = Files.writeString(folder.resolve("prompts.jsonl"), "{\"instruction\":\"q\"}\n");
        Path key = Files.writeString(folder.resolve("key"), "k");
        String plan = plan(
                "rlaif",
                List.of(),
                List.of(
                        "strong.data=" + prompts,
                        "weak.data=" + prompts,
                        "defaults.collect.api_key_env=null",
                        "defaults.judge.api_key_env=null",
                        "defaults.collect.api_key_file=" + key,
                        "defaults.judge.api_key_file=" + key),
                "sft.model");
        assertThat(plan).contains("policy/ppo", "policy/dpo", "judged/ppo", "0 done, 15 to do");
    }

    private String plan(String recipe, List<String> teachers, String... models) throws IOException {
        return plan(recipe, teachers, List.of(), models);
    }

    private String plan(String recipe, List<String> teachers, List<String> overrides, String... models)
            throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        List<String> args = new ArrayList<>(List.of(
                "run",
                "../recipes/" + recipe + ".yaml",
                "--dry-run",
                "--out",
                folder.resolve("run").toString()));
        for (String teacher : teachers) {
            Path file = folder.resolve(teacher + ".json");
            Files.writeString(file, "[{\"instruction\":\"q\",\"output\":\"" + teacher + "\"}]");
            args.addAll(List.of("--set", "answers.files." + teacher + "=" + file));
        }
        overrides.forEach(override -> args.addAll(List.of("--set", override)));
        for (String setting : models) {
            args.addAll(List.of("--set", setting + "=" + model));
        }
        Shell.Result result = Shell.run(args.toArray(String[]::new));
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }
}
