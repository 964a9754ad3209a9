package org.counterpoint.app.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.app.Shell;
import org.counterpoint.app.TinyModels;
import org.counterpoint.testing.FakeServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stages that ask a server: several models' answers, a judge's verdicts, and the page of both. */
class AskingStagesTest {
    private static final int PROMPTS = 6;

    private static final String RECIPE = """
        seed: 5
        defaults:
          collect:
            endpoint: URL
            concurrency: 2
            max_new_tokens: 20
            prices: {big: {in: 1000, out: 2000}, small: {in: 0, out: 1000}}
        stages:
          asked:
            stage: collect
            data: prompts.jsonl
            arms:
              model: [big, small]
          pairs: {stage: pairs, answers: "asked[*]", order: [big, small]}
          judged:
            stage: judge
            candidate: asked[big]
            baseline: asked[small]
            judge: ranking
            endpoint: URL
            model: j
          page: {stage: report, from: [judged, pairs], title: What came out}
        """;

    @TempDir
    Path folder;

    @BeforeEach
    void prompts() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            rows.add("{\"instruction\":\"Say " + i + ".\"}");
        }
        Files.write(folder.resolve("prompts.jsonl"), rows);
    }

    private static FakeServer.Answer answer(FakeServer.Question question) {
        String model = question.json().path("model").stringValue();
        return FakeServer.text(
                model.equals("j")
                        ? "[{'model': 'model_1', 'rank': 1}, {'model': 'model_2', 'rank': 2}]"
                        : model + " says " + question.text());
    }

    @Test
    void severalModelsAreAskedPairedJudgedAndShown() throws IOException {
        try (FakeServer server = FakeServer.start(AskingStagesTest::answer)) {
            write(server);
            Shell.Result plan = run("--dry-run");
            assertThat(plan.out())
                    .contains("0 done, 5 to do")
                    .containsPattern("at most \\d+\\.\\d\\d in the prices' money");
            Shell.Result first = run();
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.out()).startsWith("5 stages done");
            assertThat(first.err())
                    .contains("6 answers, 0 cut by length, 60 tokens in, 30 out, cost 0.1200")
                    .contains("6 comparisons: candidate better ");
            assertThat(server.questions()).hasSize(3 * PROMPTS);
            assertThat(rows("run/pairs/pairs.jsonl"))
                    .hasSize(PROMPTS)
                    .allMatch(row -> row.path("type").stringValue().equals("big>small"));
            JsonNode verdicts =
                    JsonMapper.shared().readTree(Files.readString(folder.resolve("run/judged/annotations.json")));
            assertThat(verdicts).hasSize(PROMPTS);
            assertThat(verdicts.path(0).path("generator_2").stringValue()).isEqualTo("big");
            String page = Files.readString(folder.resolve("run/page/report.html"));
            assertThat(page).contains("<title>What came out</title>", "Leaderboard", "big&gt;small", "Given to recipe");

            Shell.Result again =
                    run("--set", "defaults.collect.concurrency=4", "--set", "judged.budget_tokens=1000000");
            assertThat(again.out()).startsWith("0 stages done, 5 were done before");
            Shell.Result other = run("--set", "asked.temperature=0.5");
            assertThat(other.out()).startsWith("5 stages done");
        }
    }

    @Test
    void aBudgetEndsAStageAndALargerOneGoesOn() throws IOException {
        try (FakeServer server = FakeServer.start(AskingStagesTest::answer)) {
            write(server);
            Shell.Result poor = run("--set", "asked.budget=0.1");
            assertThat(poor.code()).isEqualTo(1);
            assertThat(poor.out())
                    .contains("asked/big failed: " + folder.resolve("recipe.yaml")
                            + ":9:3: asking ended early: the budget is used up")
                    .contains("pairs skipped: needs asked/big");
            long asked = asked(server, "big");
            assertThat(asked).isBetween(1L, PROMPTS - 1L);
            Shell.Result rich = run("--set", "asked.budget=100");
            assertThat(rich.code()).as(rich.err()).isZero();
            assertThat(asked(server, "big")).isEqualTo(PROMPTS);
            assertThat(asked(server, "small")).isEqualTo(PROMPTS);
        }
    }

    @Test
    void questionsWithoutAnAnswerEndAStageUnlessTheyAreAccepted() throws IOException {
        try (FakeServer server = FakeServer.start(question -> question.text().equals("Say 3.")
                ? FakeServer.status(400, "{\"error\":{\"message\":\"not that\"}}")
                : answer(question))) {
            write(server);
            Shell.Result refused = run();
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.out()).contains("1 questions ended without an answer ({http_400=1}, see ");
            Shell.Result accepted = run("--set", "asked.unanswered=accept");
            assertThat(accepted.code()).as(accepted.err()).isZero();
            assertThat(rows("run/pairs/pairs.jsonl")).hasSize(PROMPTS - 1);
        }
    }

    @Test
    void aJudgeOfWhomNothingCanBeReadFailsItsStage() throws IOException {
        try (FakeServer server = FakeServer.start(
                question -> question.json().path("model").stringValue().equals("j")
                        ? FakeServer.text("I would rather not say.")
                        : answer(question))) {
            write(server);
            Shell.Result result = run();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out())
                    .contains("judged failed: " + folder.resolve("recipe.yaml")
                            + ":15:3: there is no verdict: nothing that the judge said could be read; the first:")
                    .contains("page skipped: needs judged");
            assertThat(folder.resolve("run/judged/annotations.json")).doesNotExist();
        }
    }

    @Test
    void aKeyThatIsMissingIsToldBeforeAnythingIsDone() throws IOException {
        try (FakeServer server = FakeServer.start(AskingStagesTest::answer)) {
            write(server);
            Shell.Result result = run("--set", "judged.api_key_env=COUNTERPOINT_NO_SUCH_KEY");
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err())
                    .contains("judged: the environment variable COUNTERPOINT_NO_SUCH_KEY is not set; export it");
            assertThat(server.questions()).isEmpty();
            assertThat(folder.resolve("run")).doesNotExist();
        }
    }

    @Test
    void whatCannotBeIsToldAllAtOnce() throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              asked:
                stage: collect
                data: prompts.jsonl
                model: bigg
                endpoint: ftp://nowhere
                prices: {big: {in: 1, out: -2}, small: {in: 1, oud: 2}}
                samples: 2
                temperature: 0
                api_key_env: A
                api_key_file: nowhere.key
              judged: {stage: judge, candidate: asked, baseline: "asked[*]", judge: rankin, budget: 3}
              exact: {stage: judge, candidate: asked, baseline: asked, judge: exact}
              both: {stage: judge, candidate: asked, baseline: asked, judge: ranking, endpoint: "http://a", prices: 3}
              page: {stage: report, from: judgd}
            """);
        Shell.Result result = run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "recipe.yaml:6:15: 'ftp://nowhere' is no endpoint; give a URL such as",
                        "recipe.yaml:7:32: prices.big.out must be a number from 0 to 1000000000 (it is -2)",
                        "recipe.yaml:7:52: prices.small.oud is not known here; did you mean out? (there are: in, out)",
                        "recipe.yaml:7:44: prices.small.out is missing",
                        "recipe.yaml:7:13: there is no price of bigg; did you mean big?",
                        "recipe.yaml:8:14: samples 2 at temperature 0 would give the same answer 2 times",
                        "recipe.yaml:11:19: api_key_env and api_key_file both name a key; give one of them",
                        "recipe.yaml:11:19: there is no file " + folder.resolve("nowhere.key") + " to hold a key",
                        "recipe.yaml:12:54: baseline takes one; write asked to have the stage done for each arm",
                        "recipe.yaml:12:73: judge must be one of ranking, ",
                        "did you mean ranking?",
                        "recipe.yaml:12:89: a budget in money needs the prices",
                        "recipe.yaml:12:3: judged needs somebody who judges: give endpoint and model, or model_dir",
                        "recipe.yaml:13:67: the judge exact needs references: answers known to be good",
                        "recipe.yaml:14:3: both needs somebody who judges",
                        "recipe.yaml:15:31: from: there is no stage and no file judgd; did you mean judged?");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void judgesOfThisMachineNeedNoServer() throws IOException {
        TinyModels.make(folder, 7);
        TinyModels.makeReward(folder, 5);
        answers("new", "old");
        Files.writeString(folder.resolve("mine.yaml"), """
            name: mine
            order: both
            messages: [{role: user, content: "{instruction} 1: {output_1} 2: {output_2}"}]
            answer: {form: label-logprobs, first: a, second: b}
            parameters: {max_tokens: 1, top_logprobs: 2}
            """);
        Files.writeString(folder.resolve("recipe.yaml"), """
            defaults:
              judge: {candidate: new.json, baseline: old.json}
            stages:
              rewarded: {stage: judge, judge: reward, model_dir: reward}
              own: {stage: judge, judge_file: mine.yaml, model_dir: tiny}
            """);
        assertThat(run("--dry-run").out()).contains("0 done, 2 to do");
        Shell.Result first = run();
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(annotator("rewarded")).isEqualTo("reward");
        assertThat(annotator("own")).isEqualTo("mine");
        assertThat(rows("run/rewarded/verdicts.jsonl")).hasSize(PROMPTS);
        assertThat(rows("run/own/verdicts.jsonl")).hasSize(2 * PROMPTS);

        Path judge = folder.resolve("mine.yaml");
        Files.writeString(judge, Files.readString(judge).replace("{instruction}", "Of {instruction}"));
        assertThat(run().out()).startsWith("1 stages done, 1 were done before");
    }

    @Test
    void aJudgesFileOrFolderThatCannotBeUsedFailsItsStageAlone() throws IOException {
        TinyModels.make(folder, 7);
        answers("new", "old");
        Files.writeString(folder.resolve("bad.yaml"), """
            name: mine
            messages: [{role: user, content: "{instruction} {output_3}"}]
            answer: {form: marks, first: a, second: b}
            """);
        Files.writeString(folder.resolve("recipe.yaml"), """
            defaults:
              judge: {candidate: new.json, baseline: old.json}
            stages:
              own: {stage: judge, judge_file: bad.yaml, model_dir: tiny}
              rewarded: {stage: judge, judge: reward, model_dir: tiny}
              right: {stage: judge, judge: exact, references: new.json}
            """);
        Shell.Result result = run();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("own failed: " + folder.resolve("recipe.yaml") + ":4:3: ")
                .contains("bad.yaml:3:16: ")
                .contains(
                        "rewarded failed: " + folder.resolve("recipe.yaml") + ":5:3: ",
                        "LlamaForCausalLM: a reward model is a ...ForSequenceClassification");
        assertThat(annotator("right")).isEqualTo("exact");
    }

    @Test
    void aRewardModelIsNotBehindAServer() throws IOException {
        answers("new", "old");
        Files.writeString(folder.resolve("recipe.yaml"), """
            stages:
              a: {stage: judge, candidate: new.json, baseline: old.json, judge: reward}
            """);
        Shell.Result result = run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("recipe.yaml:2:69: the judge reward needs model_dir, the folder of a reward model");
    }

    private void answers(String... models) throws IOException {
        for (String model : models) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < PROMPTS; i++) {
                rows.add("{\"instruction\":\"Say " + i + ".\",\"output\":\"" + model + " " + i + "\",\"generator\":\""
                        + model + "\"}");
            }
            Files.writeString(folder.resolve(model + ".json"), "[" + String.join(",\n", rows) + "]");
        }
    }

    private String annotator(String stage) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("run/" + stage + "/annotations.json")))
                .path(0)
                .path("annotator")
                .stringValue();
    }

    private static long asked(FakeServer server, String model) {
        return server.questions().stream()
                .filter(question -> question.json().path("model").stringValue().equals(model))
                .count();
    }

    private void write(FakeServer server) throws IOException {
        Files.writeString(folder.resolve("recipe.yaml"), RECIPE.replace("URL", server.url()));
    }

    private Shell.Result run(String... more) {
        Stream<String> command = Stream.of(
                "run",
                folder.resolve("recipe.yaml").toString(),
                "--out",
                folder.resolve("run").toString());
        return Shell.run(Stream.concat(command, Stream.of(more)).toArray(String[]::new));
    }

    private List<JsonNode> rows(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
