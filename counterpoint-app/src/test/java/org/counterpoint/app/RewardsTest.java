package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.testing.FakeServer;
import org.counterpoint.testing.FakeServer.Answer;
import org.counterpoint.testing.FakeServer.Question;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policy gradients from the command line: reward models, right answers, and a judge behind a server. */
class RewardsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void prompts() throws IOException {
        TinyModels.make(folder, 3);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            rows.append("{\"instruction\":\"do ").append(i).append("\",\"output\":\"x\"}\n");
        }
        Files.writeString(folder.resolve("prompts.jsonl"), rows);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Shell.Result train(String method, String out, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                method,
                "--model",
                path("tiny"),
                "--data",
                path("prompts.jsonl"),
                "--out",
                path(out),
                "--set",
                "prompts_per_step=2",
                "--set",
                "max_new_tokens=6",
                "--set",
                "learning_rate=1e-3"));
        args.addAll(List.of(more));
        return Shell.run(args.toArray(String[]::new));
    }

    private List<JsonNode> rows(String out) throws IOException {
        return Files.readAllLines(folder.resolve(out).resolve("rollouts.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    @Test
    void aDryRunOpensWhatGivesTheRewards() throws IOException {
        Shell.Result language = train("rloo", "run", "--reward-model", path("tiny"), "--dry-run");
        assertThat(language.code()).isEqualTo(2);
        assertThat(language.err()).contains(path("tiny") + " is a language model, and writes texts");
        assertThat(train("rloo", "run", "--dry-run").err()).contains("rloo needs a reward");

        // Two of six prompts have a right answer: the others will not be asked.
        List<String> rows = Files.readAllLines(folder.resolve("prompts.jsonl"));
        Files.write(folder.resolve("some.jsonl"), rows.subList(0, 2));
        assertThat(train("rloo", "run", "--right-answers", path("prompts.jsonl"), "--dry-run")
                        .out())
                .contains("for 3 steps");
        Shell.Result some = train("rloo", "run", "--right-answers", path("some.jsonl"), "--dry-run");
        assertThat(some.out()).as(some.err()).contains("for 1 steps");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aRewardModelWeighsAsItIsAsked() throws IOException {
        TinyModels.makeReward(folder, 5);
        Shell.Result once = train(
                "rloo", "once", "--reward-model", path("reward"), "--right-answers", path("prompts.jsonl") + "=3");
        assertThat(once.code()).as(once.err()).isZero();
        assertThat(once.out()).contains("objective/scores");
        Shell.Result twice = train("rloo", "twice", "--reward-model", path("reward") + "=2");
        assertThat(twice.code()).as(twice.err()).isZero();
        // The first step's answers are drawn from the same weights; none of them is right.
        assertThat(rows("twice").get(0).get("text"))
                .isEqualTo(rows("once").get(0).get("text"));
        assertThat(rows("twice").get(0).get("score").asDouble())
                .isEqualTo(2 * rows("once").get(0).get("score").asDouble());
        Shell.Result none = Shell.run(
                "train",
                "dpo",
                "--model",
                path("tiny"),
                "--data",
                path("prompts.jsonl"),
                "--out",
                path("dpo"),
                "--reward-model",
                path("reward"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("dpo learns from a file's answers, not from rewards; leave --reward-model out");
    }

    @Test
    void pairsWithSubsetsGetATableOfAccuracies() throws IOException {
        TinyModels.makeReward(folder, 5);
        StringBuilder rows = new StringBuilder();
        String[] subsets = {"alpacaeval-easy", "alpacaeval-easy", "mt-bench-easy", "donotanswer", "of-our-own"};
        for (int i = 0; i < subsets.length; i++) {
            rows.append("{\"prompt\":\"do ")
                    .append(i)
                    .append("\",\"chosen\":\"cow\",\"rejected\":\"hen hen\",\"subset\":\"")
                    .append(subsets[i])
                    .append("\"}\n");
        }
        Files.writeString(folder.resolve("bench.jsonl"), rows);
        Shell.Result result = Shell.run(
                "score",
                "--model",
                path("reward"),
                "--data",
                path("bench.jsonl"),
                "--out",
                path("scores.jsonl"),
                "--json");
        assertThat(result.code()).as(result.err()).isZero();
        JsonNode table = JsonMapper.shared().readTree(result.out()).get("subsets");
        List<String> names = new ArrayList<>();
        table.forEach(row -> names.add(row.get("section").asString() + "/"
                + row.get("subset").asString() + " " + row.get("pairs").asInt()));
        assertThat(names)
                .containsExactly(
                        "Chat/ 3",
                        "Chat/alpacaeval-easy 2",
                        "Chat/mt-bench-easy 1",
                        "Safety/ 1",
                        "Safety/donotanswer 1",
                        "of-our-own/ 1",
                        "all/ 5");
        int right = 0;
        for (String line : Files.readAllLines(folder.resolve("scores.jsonl"))) {
            JsonNode responses = JsonMapper.shared().readTree(line).get("responses");
            right += responses.get(0).get("score").asDouble()
                            > responses.get(1).get("score").asDouble()
                    ? 1
                    : 0;
        }
        assertThat(table.get(6).get("accuracy").asDouble()).isEqualTo(right / 5.0);
        assertThat(table.get(6).get("low").asDouble())
                .isLessThan(table.get(6).get("high").asDouble());
        Shell.Result text = Shell.run(
                "score", "--model", path("reward"), "--data", path("bench.jsonl"), "--out", path("again.jsonl"));
        assertThat(text.out()).contains("accuracy (95 %)").contains("  alpacaeval-easy");
    }

    /** A judge that prefers the longer answer. */
    private static final class Longer {
        private static final Pattern OUTPUTS =
                Pattern.compile("Answer of model_\\d:\n(.+?)\n(.*?)\n\\1\n", Pattern.DOTALL);
        private final AtomicBoolean away = new AtomicBoolean();

        Answer answer(Question question) {
            if (away.get()) {
                return FakeServer.status(400, "{}");
            }
            Matcher outputs = OUTPUTS.matcher(question.text());
            List<String> texts = new ArrayList<>();
            while (outputs.find()) {
                texts.add(outputs.group(2));
            }
            boolean first = texts.get(0).length() >= texts.get(1).length();
            return FakeServer.text("[{'model': 'model_1', 'rank': " + (first ? 1 : 2)
                    + "}, {'model': 'model_2', 'rank': " + (first ? 2 : 1) + "}]");
        }
    }

    @Test
    void aJudgeBehindAServerRewardsWhatWinsComparisons() throws IOException {
        Longer judge = new Longer();
        try (FakeServer server = FakeServer.start(judge::answer)) {
            Files.writeString(
                    folder.resolve("judge.yaml"),
                    "judge: ranking\nendpoint: " + server.url() + "\nmodel: judge\nconcurrency: 4\n");
            judge.away.set(true);
            Shell.Result away = train("rloo", "run", "--set", "samples=3", "--reward-judge", path("judge.yaml"));
            assertThat(away.code()).isEqualTo(1);
            assertThat(away.err())
                    .contains("the judge gave no verdict on two answers to ")
                    .contains("it goes on");
            judge.away.set(false);
            Shell.Result run = train("rloo", "run", "--set", "samples=3", "--reward-judge", path("judge.yaml"));
            assertThat(run.code()).as(run.err()).isZero();
        }
        List<JsonNode> rows = rows("run");
        assertThat(rows).hasSize(18);
        for (int group = 0; group < rows.size(); group += 3) {
            List<JsonNode> own = rows.subList(group, group + 3);
            assertThat(own.stream()
                            .mapToDouble(row -> row.get("score").asDouble())
                            .sum())
                    .isEqualTo(1.5);
            JsonNode longest = own.stream()
                    .max((a, b) -> Integer.compare(
                            a.get("text").asString().length(),
                            b.get("text").asString().length()))
                    .orElseThrow();
            assertThat(longest.get("score").asDouble()).isGreaterThanOrEqualTo(0.5);
        }
        // What was kept for going on is gone with the run's end.
        assertThat(folder.toFile().list()).noneMatch(name -> name.contains("run-judge"));
    }

    @Test
    void aRecipesStageHasAJudgeAsItsReward() throws IOException {
        Longer judge = new Longer();
        Files.writeString(folder.resolve("recipe.yaml"), """
                stages:
                  policy: {stage: train, method: rloo, model: ./tiny, data: prompts.jsonl, reward_judge: judge.yaml,
                           samples: 2, prompts_per_step: 2, max_new_tokens: 6}
                """);
        try (FakeServer server = FakeServer.start(judge::answer)) {
            Files.writeString(
                    folder.resolve("judge.yaml"), "judge: ranking\nendpoint: " + server.url() + "\nmodel: judge\n");
            String[] run = {"run", path("recipe.yaml"), "--out", path("run")};
            judge.away.set(true);
            Shell.Result away = Shell.run(run);
            assertThat(away.code()).isEqualTo(1);
            assertThat(away.err()).contains("the judge gave no verdict on two answers to ");
            judge.away.set(false);
            Shell.Result done = Shell.run(run);
            assertThat(done.code()).as(done.err()).isZero();
        }
        List<JsonNode> rows = rows("run/policy");
        assertThat(rows).hasSize(12);
        assertThat(rows.get(0).get("score").asDouble()
                        + rows.get(1).get("score").asDouble())
                .isEqualTo(1);
        try (var left = Files.walk(folder.resolve("run"))) {
            assertThat(left).noneMatch(file -> file.toString().contains("-judge"));
        }
    }

    @Test
    void aJudgesFileIsChecked() throws IOException {
        Files.writeString(folder.resolve("judge.yaml"), "judge: ranking\nendpont: http://localhost:1/v1\n");
        Shell.Result wrong = train("rloo", "run", "--reward-judge", path("judge.yaml"));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("judge.yaml").contains("endpont").contains("did you mean endpoint?");
        assertThat(folder.resolve("run")).doesNotExist();
    }
}
