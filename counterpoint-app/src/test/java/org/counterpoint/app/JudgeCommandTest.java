package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.annotations.AnnotationReader;
import org.counterpoint.eval.annotations.AnnotationRow;
import org.counterpoint.eval.position.PositionSwitch;
import org.counterpoint.testing.FakeServer;
import org.counterpoint.testing.FakeServer.Answer;
import org.counterpoint.testing.FakeServer.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class JudgeCommandTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern ANSWER = Pattern.compile("(BASE|CAND)-(\\d+)");

    @TempDir
    Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Candidate and baseline with n instructions of their own texts. */
    private void answers(int n) throws IOException {
        ArrayNode candidate = JSON.createArrayNode();
        ArrayNode baseline = JSON.createArrayNode();
        for (int i = 0; i < n; i++) {
            candidate
                    .addObject()
                    .put("dataset", "part" + i % 2)
                    .put("instruction", "do " + i)
                    .put("output", "CAND-" + i)
                    .put("generator", "new");
            baseline.addObject()
                    .put("instruction", "do " + i)
                    .put("output", "BASE-" + i)
                    .put("generator", "old");
        }
        Files.writeString(folder.resolve("new.json"), candidate.toString());
        Files.writeString(folder.resolve("old.json"), baseline.toString());
    }

    /** Which of the two stands first in a question, and the number of its instruction. */
    private record Shown(boolean baselineFirst, int number) {
        static Shown of(Question question) {
            Matcher first = ANSWER.matcher(question.text());
            assertThat(first.find()).isTrue();
            return new Shown(first.group(1).equals("BASE"), Integer.parseInt(first.group(2)));
        }

        /** The ranking that prefers one of the two. */
        String preferring(String who) {
            boolean firstWins = who.equals("BASE") == baselineFirst;
            return "[{'model': 'model_1', 'rank': " + (firstWins ? 1 : 2) + "}, {'model': 'model_2', 'rank': "
                    + (firstWins ? 2 : 1) + "}]";
        }
    }

    private Shell.Result judge(FakeServer server, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "judge",
                "--candidate",
                path("new.json"),
                "--baseline",
                path("old.json"),
                "--out",
                path("out"),
                "--endpoint",
                server.url(),
                "--model",
                "judge-model",
                "--judge"));
        args.addAll(List.of(more));
        return Shell.run(args.toArray(String[]::new));
    }

    private JsonNode annotations() throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve("out/annotations.json")));
    }

    private static Answer failing(Question question, Map<String, Integer> tries, String good) {
        int attempt = tries.merge(question.text(), 1, Integer::sum);
        if (attempt > 1) {
            return FakeServer.text(good);
        }
        return switch (question.number() % 6) {
            case 0 -> FakeServer.status(429, "slow down", "Retry-After: 0");
            case 1 -> FakeServer.status(503, "busy");
            case 2 -> FakeServer.dropped();
            case 3 -> FakeServer.torn(FakeServer.completion(good).toString());
            case 4 -> FakeServer.json("{\"choices\": []}");
            default -> FakeServer.text(good);
        };
    }

    @Test
    void aServerThatFailsInEveryWayStillGivesEveryVerdictOnce() throws IOException {
        answers(12);
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        try (FakeServer server = FakeServer.start(question -> {
            Shown shown = Shown.of(question);
            return failing(question, tries, shown.preferring(shown.number() % 3 == 0 ? "BASE" : "CAND"));
        })) {
            Shell.Result result = judge(server, "ranking", "--json");
            assertThat(result.code()).as(result.err()).isZero();
            JsonNode summary = JSON.readTree(result.out());
            assertThat(summary.path("candidate_wins").intValue()).isEqualTo(8);
            assertThat(summary.path("baseline_wins").intValue()).isEqualTo(4);
            assertThat(summary.path("complete").booleanValue()).isTrue();
            assertThat(summary.path("judge_answers").intValue()).isEqualTo(12);
            assertThat(summary.path("judge_models").path("fake-1").intValue()).isEqualTo(12);
        }
        JsonNode rows = annotations();
        assertThat(rows.size()).isEqualTo(12);
        for (int i = 0; i < 12; i++) {
            JsonNode row = rows.get(i);
            assertThat(row.path("instruction").stringValue()).isEqualTo("do " + i);
            assertThat(row.path("output_1").stringValue()).isEqualTo("BASE-" + i);
            assertThat(row.path("generator_1").stringValue()).isEqualTo("old");
            assertThat(row.path("output_2").stringValue()).isEqualTo("CAND-" + i);
            assertThat(row.path("generator_2").stringValue()).isEqualTo("new");
            assertThat(row.path("annotator").stringValue()).isEqualTo("ranking");
            assertThat(row.path("dataset").stringValue()).isEqualTo("part" + i % 2);
            assertThat(row.path("preference").doubleValue()).isEqualTo(i % 3 == 0 ? 1.0 : 2.0);
        }
    }

    @Test
    void theOrderIsAlpacaEvalsDraw() throws IOException {
        answers(20);
        try (FakeServer server =
                FakeServer.start(question -> FakeServer.text(Shown.of(question).preferring("CAND")))) {
            assertThat(judge(server, "ranking").code()).isZero();
            assertThat(server.questions()).hasSize(20).allSatisfy(question -> {
                Shown shown = Shown.of(question);
                assertThat(shown.baselineFirst()).isEqualTo(!PositionSwitch.isSwitched("do " + shown.number()));
            });
        }
    }

    @Test
    void whatCannotBeReadIsAskedAgainAndThenNull() throws IOException {
        answers(3);
        try (FakeServer server = FakeServer.start(question -> {
            Shown shown = Shown.of(question);
            return FakeServer.text(shown.number() == 1 ? "I like both." : shown.preferring("CAND"));
        })) {
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out()).contains("no verdict 1 (answers that could not be read)");
            assertThat(server.questions()).hasSize(5);
        }
        assertThat(annotations().get(1).path("preference").isNull()).isTrue();
        assertThat(Files.readString(folder.resolve("out/ledger.jsonl")))
                .contains("\"reason\":\"unparsable_verdict\"", "there is no list of models with their ranks");
        assertThat(Files.readAllLines(folder.resolve("out/verdicts.jsonl"))).hasSize(5);
    }

    @Test
    void withoutAVerdictItFailsAndSaysWhyAndKeepsEverything() throws IOException {
        answers(2);
        String thought = "<think>A careless reader would say [[B]], but";
        try (FakeServer server = FakeServer.start(question ->
                FakeServer.json(FakeServer.completion(thought).toString().replace("\"stop\"", "\"length\"")))) {
            Shell.Result result = judge(server, "pairwise-verdict");
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains("judge: no verdict: nothing that the judge said could be read; the first: the answer ends"
                            + " within the judge's thoughts: the limit of tokens cut it off");
            assertThat(result.out())
                    .contains("next: read " + folder.resolve("out/verdicts.jsonl"))
                    .doesNotContain("winrate");
            assertThat(annotations().size()).isEqualTo(2);
            assertThat(Files.readAllLines(folder.resolve("out/ledger.jsonl"))).hasSize(2);
            assertThat(judge(server, "pairwise-verdict").code()).isEqualTo(1);
        }
    }

    @Test
    void aPersonWhoStopsOrCannotSayIsSpokenToAsOne() throws IOException {
        answers(3);
        InputStream terminal = System.in;
        try {
            System.setIn(new ByteArrayInputStream("s\nq\n".getBytes(StandardCharsets.UTF_8)));
            String[] command = {
                "judge",
                "--candidate",
                path("new.json"),
                "--baseline",
                path("old.json"),
                "--out",
                path("out"),
                "--judge",
                "human"
            };
            Shell.Result stopped = Shell.run(command);
            assertThat(stopped.code()).isEqualTo(1);
            assertThat(stopped.err())
                    .contains("judge: you stopped after 1 of 3; the same command goes on with the next one")
                    .doesNotContain("server");
            assertThat(stopped.out())
                    .contains("no verdict 1 (you could not say)")
                    .contains("next: the same command again");
            assertThat(Files.readString(folder.resolve("out/ledger.jsonl"))).contains("the judge cannot say");
            System.setIn(new ByteArrayInputStream("1\n2\n".getBytes(StandardCharsets.UTF_8)));
            Shell.Result done = Shell.run(command);
            assertThat(done.code()).as(done.err()).isZero();
            assertThat(done.out()).contains("next: counterpoint winrate");
        } finally {
            System.setIn(terminal);
        }
    }

    @Test
    void bothOrdersAreAskedAndDisagreementIsShown() throws IOException {
        answers(4);
        try (FakeServer server = FakeServer.start(question -> FakeServer.text(
                Shown.of(question).number() == 0 ? "[[A]]" : Shown.of(question).baselineFirst() ? "[[B]]" : "[[A]]"))) {
            Shell.Result result = judge(server, "pairwise-verdict");
            assertThat(result.out()).contains("1 of 4 verdicts changed with the order");
            assertThat(server.questions()).hasSize(8);
        }
        JsonNode first = annotations().get(0);
        assertThat(first.path("preference").doubleValue()).isEqualTo(1.5);
        assertThat(first.path("preference_baseline_first").doubleValue()).isEqualTo(1);
        assertThat(first.path("preference_candidate_first").doubleValue()).isEqualTo(2);
    }

    @Test
    void identicalAnswersAreATieUnaskedAndWhatDoesNotJoinIsNamed() throws IOException {
        Files.writeString(folder.resolve("new.json"), """
            [{"instruction": "a", "output": "same", "generator": "new"},
             {"instruction": "b", "output": "x", "generator": "new"},
             {"instruction": "a", "output": "other", "generator": "new"}]\
            """);
        Files.writeString(folder.resolve("old.json"), """
            [{"instruction": "a", "output": "same", "generator": "old"},
             {"instruction": "c", "output": "y", "generator": "old"}]\
            """);
        try (FakeServer server = FakeServer.echo()) {
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).isZero();
            assertThat(result.err())
                    .contains("1 instructions are only in the candidate's file, 1 only in the baseline's");
            assertThat(server.questions()).isEmpty();
        }
        assertThat(annotations().size()).isEqualTo(1);
        assertThat(annotations().get(0).path("preference").doubleValue()).isEqualTo(1.5);
        assertThat(Files.readString(folder.resolve("out/ledger.jsonl")))
                .contains("conflicting_answer", "no_counterpart", "new.json\",\"line\":2", "old.json\",\"line\":2");
    }

    @Test
    void aFailedComparisonIsAskedAgainByTheSameCommandAndNothingElseIs() throws IOException {
        answers(5);
        Function<Question, Answer> refusing = question -> Shown.of(question).number() == 3
                ? FakeServer.status(400, "{\"error\": {\"message\": \"too long\"}}")
                : FakeServer.text(Shown.of(question).preferring("CAND"));
        try (FakeServer server = FakeServer.start(refusing)) {
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("1 comparisons ended without an answer of the judge");
            assertThat(annotations().get(3).path("preference").isNull()).isTrue();
        }
        try (FakeServer server =
                FakeServer.start(question -> FakeServer.text(Shown.of(question).preferring("BASE")))) {
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(server.questions()).hasSize(1);
            assertThat(annotations().get(3).path("preference").doubleValue()).isEqualTo(1);
            assertThat(annotations().get(2).path("preference").doubleValue()).isEqualTo(2);
            assertThat(judge(server, "ranking").out()).contains("was finished before");
            assertThat(server.questions()).hasSize(1);
        }
    }

    @Test
    void theBudgetEndsTheAskingAndMoreOfItGoesOn() throws IOException {
        answers(6);
        try (FakeServer server = FakeServer.start(JudgeCommandTest::dear)) {
            Shell.Result result = judge(server, "ranking", "--budget-tokens", "1500", "--concurrency", "1");
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("comparisons were not asked").contains("the same command goes on");
            int asked = server.questions().size();
            assertThat(asked).isBetween(1, 5);
            assertThat(annotations().size()).isEqualTo(asked);
            assertThat(judge(server, "ranking", "--budget-tokens", "0").code()).isZero();
            assertThat(server.questions()).hasSize(6);
            assertThat(annotations().size()).isEqualTo(6);
        }
    }

    /** A good answer for which the server counts 400 tokens. */
    private static Answer dear(Question question) {
        ObjectNode body = FakeServer.completion(Shown.of(question).preferring("CAND"));
        body.putObject("usage").put("prompt_tokens", 300).put("completion_tokens", 100);
        return FakeServer.json(body.toString());
    }

    @Test
    void otherAnswersAtTheSamePlaceAreRefused() throws IOException {
        answers(2);
        try (FakeServer server =
                FakeServer.start(question -> FakeServer.text(Shown.of(question).preferring("CAND")))) {
            assertThat(judge(server, "ranking").code()).isZero();
            answers(3);
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("was made by 'judge' with other settings");
            assertThat(judge(server, "ranking", "--overwrite").code()).isZero();
            assertThat(annotations().size()).isEqualTo(3);
        }
    }

    @Test
    void weightedVerdictsAreReadFromLogProbabilities() throws IOException {
        answers(2);
        try (FakeServer server = FakeServer.start(question -> {
            assertThat(question.json().path("top_logprobs").intValue()).isEqualTo(5);
            assertThat(question.json().path("max_tokens").intValue()).isEqualTo(1);
            boolean baselineFirst = Shown.of(question).baselineFirst();
            var body = FakeServer.completion("m");
            var token = ((ObjectNode) body.path("choices").get(0))
                    .putObject("logprobs")
                    .putArray("content")
                    .addObject()
                    .put("token", "m")
                    .put("logprob", -1.0);
            var top = token.putArray("top_logprobs");
            top.addObject().put("token", "m").put("logprob", Math.log(baselineFirst ? 0.2 : 0.6));
            top.addObject().put("token", "M").put("logprob", Math.log(baselineFirst ? 0.6 : 0.2));
            return FakeServer.json(body.toString());
        })) {
            Shell.Result result = judge(server, "weighted-logprob");
            assertThat(result.code()).as(result.err()).isZero();
        }
        assertThat(annotations())
                .allSatisfy(
                        row -> assertThat(row.path("preference").doubleValue()).isCloseTo(1.75, offset(1e-9)));
    }

    @Test
    void whatJudgeWritesTheFiguresRead() throws IOException {
        answers(7);
        try (FakeServer server =
                FakeServer.start(question -> FakeServer.text(Shown.of(question).preferring("CAND")))) {
            judge(server, "score-pair", "--order", "baseline-first");
        }
        int rows = 0;
        try (AnnotationReader reader = new AnnotationReader(
                folder.resolve("out/annotations.json"), CountingLedger.discarding(), Progress.NONE)) {
            for (AnnotationRow row = reader.next(); row != null; row = reader.next()) {
                assertThat(row.annotation().generator2()).isEqualTo("new");
                assertThat(row.annotation().preference()).isNull();
                rows++;
            }
        }
        assertThat(rows).isEqualTo(7);
    }

    @Test
    void anExactJudgeNeedsNobody() throws IOException {
        answers(2);
        Files.writeString(folder.resolve("right.json"), """
            [{"instruction": "do 0", "output": "CAND-0\\n"}, {"instruction": "do 1", "output": "BASE-1"}]\
            """);
        Shell.Result result = Shell.run(
                "judge",
                "--candidate",
                path("new.json"),
                "--baseline",
                path("old.json"),
                "--judge",
                "exact",
                "--references",
                path("right.json"),
                "--out",
                path("out"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("candidate better 1, baseline better 1, ties 0");
    }

    @Test
    void aJudgeByLengthPrefersTheLongerAnswerInCodePoints() throws IOException {
        Files.writeString(folder.resolve("new.json"), """
            [{"instruction": "a", "output": "abcd", "generator": "new"},
             {"instruction": "b", "output": "abc", "generator": "new"},
             {"instruction": "c", "output": "\ud83d\ude00\ud83d\ude00", "generator": "new"}]\
            """);
        Files.writeString(folder.resolve("old.json"), """
            [{"instruction": "a", "output": "abc", "generator": "old"},
             {"instruction": "b", "output": "xyz", "generator": "old"},
             {"instruction": "c", "output": "abc", "generator": "old"}]\
            """);
        Shell.Result result = Shell.run(
                "judge",
                "--candidate",
                path("new.json"),
                "--baseline",
                path("old.json"),
                "--judge",
                "length",
                "--out",
                path("out"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("candidate better 1, baseline better 1, ties 1");
        assertThat(Shell.run("judge", "--list").out()).contains("length            No judge: the longer answer");
    }

    @Test
    void aRewardModelPrefersTheAnswerThatItScoresHigher() throws IOException {
        answers(6);
        String model = TinyModels.makeReward(folder, 5).toString();
        Shell.Result result = reward("new.json", "old.json", "out", model);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).contains("6 comparisons of new with old, judged by reward");
        Map<String, Double> preferences = preferences("out");
        assertThat(preferences).hasSize(6);
        List<String> verdicts = Files.readAllLines(folder.resolve("out/verdicts.jsonl"));
        assertThat(verdicts).hasSize(6);
        for (String line : verdicts) {
            JsonNode verdict = JSON.readTree(line);
            JsonNode scores = verdict.path("parsed").path("scores");
            double baseline = scores.path("baseline").doubleValue();
            double candidate = scores.path("candidate").doubleValue();
            assertThat(baseline).isNotEqualTo(candidate);
            assertThat(preferences.get(verdict.path("instruction").stringValue()))
                    .isEqualTo(candidate > baseline ? 2.0 : 1.0);
        }

        Shell.Result swapped = reward("old.json", "new.json", "swapped", model);
        assertThat(swapped.code()).as(swapped.err()).isZero();
        preferences("swapped").forEach((instruction, preference) -> assertThat(preference)
                .isEqualTo(3 - Objects.requireNonNull(preferences.get(instruction))));

        assertThat(reward("new.json", "old.json", "out", model).out()).contains("was finished before");
        String run = TinyModels.asRun(folder.resolve("run"), Path.of(model)).toString();
        Shell.Result ofRun = reward("new.json", "old.json", "ofRun", run);
        assertThat(ofRun.code()).as(ofRun.err()).isZero();
        assertThat(preferences("ofRun")).isEqualTo(preferences);
        Shell.Result other = reward(
                "new.json",
                "old.json",
                "out",
                TinyModels.makeReward(folder.resolve("other"), 6).toString());
        assertThat(other.code())
                .as("another model's verdicts are other verdicts")
                .isEqualTo(2);
    }

    @Test
    void whatIsNoRewardModelIsRefused() throws IOException {
        answers(2);
        Shell.Result none = reward("new.json", "old.json", "out");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--judge reward needs --model-dir DIR, the folder of a reward model");
        String language = TinyModels.make(folder, 5).toString();
        Shell.Result wrong = reward("new.json", "old.json", "out", language);
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("LlamaForCausalLM: a reward model is a ...ForSequenceClassification with one label");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Shell.Result reward(String candidate, String baseline, String out, String... model) {
        List<String> args = new ArrayList<>(List.of(
                "judge",
                "--candidate",
                path(candidate),
                "--baseline",
                path(baseline),
                "--judge",
                "reward",
                "--out",
                path(out)));
        for (String one : model) {
            args.addAll(List.of("--model-dir", one));
        }
        return Shell.run(args.toArray(String[]::new));
    }

    private Map<String, Double> preferences(String out) throws IOException {
        Map<String, Double> preferences = new HashMap<>();
        JSON.readTree(Files.readString(folder.resolve(out).resolve("annotations.json")))
                .forEach(row -> preferences.put(
                        row.path("instruction").stringValue(),
                        row.path("preference").doubleValue()));
        return preferences;
    }

    @Test
    void mixedGeneratorsAreRefusedByName() throws IOException {
        answers(1);
        Files.writeString(folder.resolve("new.json"), """
            [{"instruction": "a", "output": "x", "generator": "new"},
             {"instruction": "b", "output": "x", "generator": "newer"}]\
            """);
        try (FakeServer server = FakeServer.echo()) {
            Shell.Result result = judge(server, "ranking");
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains("holds answers of 2 models: new (1), newer (1)");
            assertThat(folder.resolve("out")).doesNotExist();
        }
    }

    @Test
    void judgesAreListedAndPrinted() {
        assertThat(Shell.run("judge", "--list").out()).contains("ranking", "weighted-logprob", "human", "exact");
        assertThat(Shell.run("judge", "--print", "ranking").out()).contains("form: ranking", "{output_1}");
        assertThat(Shell.run("judge", "--print", "rankng").err()).contains("did you mean ranking?");
    }

    @Test
    void missingOptionsAreNamed() {
        Shell.Result result = Shell.run("judge", "--judge", "ranking");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("missing --candidate");
    }
}
