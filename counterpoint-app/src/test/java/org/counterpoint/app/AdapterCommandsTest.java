package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.counterpoint.engine.Precision;
import org.counterpoint.serve.ModelServer;
import org.counterpoint.serve.ServeSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An adapter that {@code train} wrote, in every place where a model's folder is given. */
class AdapterCommandsTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        TinyModels.make(folder, 5);
        Files.write(
                folder.resolve("groups.jsonl"),
                IntStream.range(0, 4)
                        .mapToObj(i -> "{\"messages\":[{\"role\":\"user\",\"content\":\"What is " + i
                                + " plus 1?\"}],\"responses\":[{\"model\":\"strong\",\"text\":\"It is " + (i + 1)
                                + ".\"},{\"model\":\"weak\",\"text\":\"No.\"}]}")
                        .toList());
        Files.write(
                folder.resolve("prompts.jsonl"),
                IntStream.range(0, 3)
                        .mapToObj(i -> "{\"id\":\"p" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is "
                                + i + " plus 1?\"}]}")
                        .toList());
        done(train("sft", "--model", path("tiny"), "--out", path("sft"), "--set", "adapter.rank=4"));
    }

    @Test
    void theFolderIsAnAdapterThatIsShownAsOne() {
        assertThat(folder.resolve("sft/final/adapter_config.json")).exists();
        assertThat(folder.resolve("sft/final/model.safetensors")).doesNotExist();
        JsonNode shown = json("model", "inspect", path("sft/final"), "--json");
        assertThat(shown.path("adapter").path("rank").intValue()).isEqualTo(4);
        assertThat(shown.path("adapter").path("base").stringValue()).isEqualTo(path("tiny"));
    }

    @Test
    void aDryRunTellsWhatTrainingTakesAndWritesNothing() {
        JsonNode full = json(
                "train",
                "dpo",
                "--model",
                path("tiny"),
                "--data",
                path("groups.jsonl"),
                "--out",
                path("dry"),
                "--dry-run",
                "--json");
        JsonNode adapter = json(
                "train",
                "dpo",
                "--model",
                path("sft"),
                "--data",
                path("groups.jsonl"),
                "--out",
                path("dry"),
                "--dry-run",
                "--json");
        long parameters = full.path("parameters").longValue();
        assertThat(full.path("learnt_parameters").longValue()).isEqualTo(parameters);
        assertThat(adapter.path("learnt_parameters").longValue()).isPositive().isLessThan(parameters);
        for (JsonNode plan : List.of(full, adapter)) {
            assertThat(plan.path("peak_resident_bytes").longValue())
                    .isGreaterThan(plan.path("peak_anonymous_bytes").longValue());
            assertThat(plan.path("peak_anonymous_bytes").longValue()).isPositive();
            assertThat(plan.path("seconds").doubleValue()).isPositive();
            assertThat(plan.path("fits").booleanValue()).isTrue();
        }
        assertThat(done(train("dpo", "--model", path("tiny"), "--out", path("dry"), "--dry-run"))
                        .out())
                .contains("of which " + String.format(java.util.Locale.ROOT, "%,d", parameters) + " are learnt")
                .contains("What would take less memory:")
                .contains("--set adapter.rank=16: ");
        assertThat(done(train("dpo", "--model", path("tiny"), "--out", path("dry"), "--dry-run", "--processes", "2"))
                        .out())
                .contains("processes          2; memory, work and time are those of each")
                .contains("sent ")
                .contains(" a step by each, which takes time besides");
        Shell.Result none = train("dpo", "--model", path("parts"), "--out", path("dry"), "--dry-run");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains(path("parts"));
        assertThat(folder.resolve("dry")).doesNotExist();
    }

    @Test
    void theMergedModelScoresAndAnswersAsTheAdapterDoes() throws IOException {
        done(run("model", "merge", "--model", path("sft/final"), "--out", path("merged")));
        List<Double> adapter = scores("adapter-scores.jsonl", "--model", path("sft"));
        List<Double> merged = scores("merged-scores.jsonl", "--model", path("merged"));
        List<Double> base = scores("base-scores.jsonl", "--model", path("tiny"));
        assertThat(adapter).hasSize(8);
        for (int i = 0; i < adapter.size(); i++) {
            assertThat(adapter.get(i)).isEqualTo(merged.get(i), within(1e-5));
            assertThat(Math.abs(adapter.get(i) - base.get(i))).isGreaterThan(1e-3);
        }
        done(generate("generate", "--model", "sft/final", "answers.jsonl"));
        done(generate("generate", "--model", "merged", "merged-answers.jsonl"));
        done(generate("collect", "--model-dir", "sft/final", "collected.jsonl"));
        assertThat(texts("answers.jsonl"))
                .hasSize(3)
                .isEqualTo(texts("merged-answers.jsonl"))
                .isEqualTo(texts("collected.jsonl"));
    }

    @Test
    void dpoGoesOnFromItAgainstTheAdapterItStartedFrom() throws IOException {
        done(train("dpo", "--model", path("sft"), "--out", path("dpo")));
        JsonNode first = JsonMapper.shared()
                .readTree(Files.readAllLines(folder.resolve("dpo/metrics.jsonl")).stream()
                        .filter(line -> line.contains("\"loss\""))
                        .findFirst()
                        .orElseThrow());
        assertThat(first.path("loss").doubleValue()).isBetween(0.6931, 0.6932);
        JsonNode shown = json("model", "inspect", path("dpo/final"), "--json");
        assertThat(shown.path("adapter").path("rank").intValue()).isEqualTo(4);
        assertThat(shown.path("adapter").path("base").stringValue()).isEqualTo(path("tiny"));

        Shell.Result other = train("dpo", "--model", path("sft"), "--out", path("dpo8"), "--set", "adapter.rank=8");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err())
                .contains(
                        "adapter.rank 8 (alpha 16.0) is not that of " + path("sft/final") + ", which has 4 (alpha 8.0)")
                .contains("leave the settings of adapter out");
        assertThat(folder.resolve("dpo8")).doesNotExist();

        String lineage = done(run("lineage", path("dpo/final"))).out();
        assertThat(lineage).contains("train dpo").contains("train sft").contains(path("tiny"));
    }

    @Test
    void aBaseThatWasMovedIsNamedByHandAndAnotherIsRefused() throws IOException {
        Path moved = movedAdapter("moved", true);
        String lost =
                moved.resolve("adapter_config.json") + ": the base /nowhere/base is neither a folder nor a model in"
                        + " the local Hugging Face cache: write its folder there, or give --base DIR";
        for (Shell.Result refused : List.of(
                score("lost.jsonl", "--model", moved.toString()),
                generate("generate", "--model", "moved", "lost.jsonl"),
                generate("collect", "--model-dir", "moved", "lost.jsonl"),
                train("dpo", "--model", moved.toString(), "--out", path("lost")),
                run("model", "inspect", moved.toString()),
                run("model", "merge", "--model", moved.toString(), "--out", path("lost")))) {
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err()).contains(lost);
        }
        assertThat(folder.resolve("lost")).doesNotExist();
        assertThat(folder.resolve("lost.jsonl")).doesNotExist();

        assertThat(scores("found.jsonl", "--model", moved.toString(), "--base", path("tiny")))
                .isEqualTo(scores("at-home.jsonl", "--model", path("sft/final")));
        done(generate("generate", "--model", "moved", "found-answers.jsonl", "--base", path("tiny")));
        done(generate("generate", "--model", "sft/final", "home-answers.jsonl"));
        done(generate("collect", "--model-dir", "moved", "found-collected.jsonl", "--base", path("tiny")));
        assertThat(texts("found-answers.jsonl"))
                .isEqualTo(texts("home-answers.jsonl"))
                .isEqualTo(texts("found-collected.jsonl"));
        done(run("model", "merge", "--model", moved.toString(), "--base", path("tiny"), "--out", path("joined")));
        assertThat(done(run("model", "inspect", moved.toString(), "--base", path("tiny")))
                        .out())
                .contains(path("tiny"));

        Path other = TinyModels.make(Files.createDirectory(folder.resolve("other")), 6);
        String wrong = moved + " was learnt on another base than " + other
                + ": the weights there are not those that it names (by their SHA-256)";
        for (Shell.Result refused : List.of(
                score("lost.jsonl", "--model", moved.toString(), "--base", other.toString()),
                generate("generate", "--model", "moved", "lost.jsonl", "--base", other.toString()),
                train("dpo", "--model", moved.toString(), "--base", other.toString(), "--out", path("lost")),
                run(
                        "model",
                        "merge",
                        "--model",
                        moved.toString(),
                        "--base",
                        other.toString(),
                        "--out",
                        path("lost")))) {
            assertThat(refused.code()).as(refused.err()).isEqualTo(2);
            assertThat(refused.err())
                    .contains(wrong)
                    .contains("give the folder of those weights, in adapter_config.json or with --base DIR");
        }
        assertThat(score("lost.jsonl", "--model", path("tiny"), "--base", path("tiny"))
                        .err())
                .contains("--base is the base of an adapter, and " + path("tiny")
                        + " is a whole model; leave --base out");
    }

    @Test
    void itsFactorsAloneAreAGgufFileAndComeBack() throws IOException {
        String file = path("gguf/factors.gguf");
        Shell.Result made = done(run(
                "model", "export", "--model", path("sft/final"), "--gguf", file, "--type", "f32", "--adapter-only"));
        assertThat(made.out()).startsWith(file + ": ").doesNotContain("Modelfile");
        assertThat(folder.resolve("gguf/Modelfile")).doesNotExist();

        Shell.Result without = run("model", "import", file, "--out", path("back"));
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains(file + " is an adapter's: give --base DIR, the model that it is for");
        Shell.Result typed =
                run("model", "import", file, "--out", path("back"), "--base", path("tiny"), "--dtype", "bf16");
        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("an adapter is written in fp32: leave --keep-blocks and --dtype out");
        assertThat(folder.resolve("back")).doesNotExist();

        done(run("model", "import", file, "--out", path("back"), "--base", path("tiny")));
        assertThat(scores("back-scores.jsonl", "--model", path("back")))
                .isEqualTo(scores("before-scores.jsonl", "--model", path("sft/final")));

        Shell.Result whole = run(
                "model",
                "export",
                "--model",
                path("tiny"),
                "--gguf",
                path("no.gguf"),
                "--type",
                "f32",
                "--adapter-only");
        assertThat(whole.code()).isEqualTo(2);
        assertThat(whole.err()).contains(path("tiny"));
        assertThat(folder.resolve("no.gguf")).doesNotExist();
    }

    @Test
    void trainAdapterIsAnAdapterWithItsBase() throws IOException {
        Path bare = movedAdapter("bare", false);
        done(train("dpo", "--model", path("tiny"), "--adapter", bare.toString(), "--out", path("by-adapter")));
        done(train("dpo", "--model", path("sft"), "--out", path("by-model")));
        assertThat(folder.resolve("by-adapter/final/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("by-model/final/adapter_model.safetensors"));
        done(train(
                "dpo",
                "--model",
                bare.toString(),
                "--base",
                path("tiny"),
                "--reference",
                path("tiny"),
                "--out",
                path("against-base")));
        JsonNode inputs = json("lineage", path("against-base/final"), "--json").path("inputs");
        assertThat(inputs.path("model").path(0).path("path").stringValue()).isEqualTo(bare.toString());
        assertThat(inputs.path("base").path(0).path("path").stringValue()).isEqualTo(path("tiny"));

        String[][] faults = {
            {"--adapter", path("tiny"), "is a whole model; give it as --model, and leave --adapter out"},
            {"--adapter", bare.toString(), "--base", path("tiny"), "with --adapter the base is --model"},
            {"--adapter", bare.toString(), "--set", "adapter.rank=8", "leave the settings of adapter out"},
            {
                "--adapter",
                bare.toString(),
                "--set",
                "adapter.rank=4",
                "--set",
                "adapter.targets=q_proj,v_proj",
                "adapter.targets q_proj,v_proj are not those of " + bare
            }
        };
        for (String[] fault : faults) {
            List<String> args = new ArrayList<>(List.of("--model", path("tiny"), "--out", path("none")));
            args.addAll(List.of(fault).subList(0, fault.length - 1));
            Shell.Result refused = train("dpo", args.toArray(String[]::new));
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains(fault[fault.length - 1]);
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void anAdapterOfARewardModelScoresAndJudges() throws IOException {
        done(train("reward", "--model", path("tiny"), "--out", path("reward"), "--set", "adapter.rank=4"));
        assertThat(folder.resolve("reward/final/adapter_config.json")).exists();
        done(score("rewards.jsonl", "--model", path("reward/final")));
        assertThat(rows("rewards.jsonl")
                        .get(0)
                        .path("responses")
                        .get(0)
                        .path("score")
                        .isNumber())
                .isTrue();
        for (String name : List.of("good", "bad")) {
            Files.writeString(
                    folder.resolve(name + ".json"),
                    "[{\"instruction\": \"a\", \"output\": \"" + name + "\", \"generator\": \"" + name + "\"}]");
        }
        done(run(
                "judge",
                "--candidate",
                path("good.json"),
                "--baseline",
                path("bad.json"),
                "--judge",
                "reward",
                "--model-dir",
                path("reward/final"),
                "--out",
                path("judged")));
        assertThat(Files.readAllLines(folder.resolve("judged/verdicts.jsonl"))).hasSize(1);
    }

    @Test
    void judgeAndServeAndChatTakeTheBaseOfAnAdapterThatWasMoved() throws IOException {
        done(train("reward", "--model", path("tiny"), "--out", path("grader"), "--set", "adapter.rank=2"));
        Path moved = movedAdapter("grader/final", "moved-grader", false);
        Files.writeString(
                folder.resolve("a.json"), "[{\"instruction\": \"a\", \"output\": \"b\", \"generator\": \"a\"}]");
        Files.writeString(
                folder.resolve("b.json"), "[{\"instruction\": \"a\", \"output\": \"c\", \"generator\": \"b\"}]");
        String[] judge = {
            "judge", "--candidate", path("a.json"), "--baseline", path("b.json"), "--judge", "reward", "--model-dir"
        };
        done(run(with(judge, moved.toString(), "--base", path("tiny"), "--out", path("judged-moved"))));
        done(run(with(judge, path("grader/final"), "--out", path("judged-home"))));
        assertThat(folder.resolve("judged-moved/annotations.json"))
                .hasSameTextualContentAs(folder.resolve("judged-home/annotations.json"));
        String whole = "--base is the base of an adapter, and " + path("tiny") + " is a whole model; leave --base out";
        for (Shell.Result refused : List.of(
                run(with(judge, path("tiny"), "--base", path("tiny"), "--out", path("none"))),
                run("chat", "--model", path("tiny"), "--base", path("tiny")),
                run("serve", "--model", path("tiny"), "--base", path("tiny")))) {
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains(whole);
        }
    }

    @Test
    void aRecipeNamesAnAdapterWithItsBase() throws IOException {
        Path moved = movedAdapter("moved-for-recipe", false);
        Files.writeString(folder.resolve("adapters.yaml"), """
                stages:
                  tuned:
                    stage: train
                    method: dpo
                    model: {adapter: %s, base: tiny}
                    data: groups.jsonl
                    groups_per_step: 2
                  fresh:
                    stage: train
                    method: sft
                    model: tiny
                    data: groups.jsonl
                    adapter: {rank: 2}
                  heard:
                    stage: generate
                    model: {adapter: %s, base: tiny}
                    data: prompts.jsonl
                    max_new_tokens: 4
                """.formatted(moved.getFileName(), moved.getFileName()));
        done(run("run", path("adapters.yaml"), "--out", path("adapters")));
        assertThat(folder.resolve("adapters/fresh/final/adapter_config.json")).exists();
        JsonNode inputs =
                json("lineage", path("adapters/tuned/final"), "--json").path("inputs");
        assertThat(inputs.path("model").path(0).path("path").stringValue()).isEqualTo(moved.toString());
        assertThat(inputs.path("model.base").path(0).path("path").stringValue()).isEqualTo(path("tiny"));
        Files.writeString(folder.resolve("whole.yaml"), """
                stages:
                  tuned:
                    stage: train
                    method: sft
                    model: {adapter: tiny, base: tiny}
                    data: groups.jsonl
                """);
        Shell.Result refused = run("run", path("whole.yaml"), "--out", path("whole"));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out() + refused.err())
                .contains("model.base is the base of an adapter, and " + path("tiny")
                        + " is a whole model; leave model.base out");
    }

    private static String[] with(String[] args, String... more) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    /** The adapter as it comes from elsewhere, perhaps without the tokenizer's files. */
    private static Path movedAdapter(String name, boolean withTokenizer) throws IOException {
        return movedAdapter("sft/final", name, withTokenizer);
    }

    private static Path movedAdapter(String adapter, String name, boolean withTokenizer) throws IOException {
        Path moved = Files.createDirectory(folder.resolve(name));
        try (Stream<Path> files = Files.list(folder.resolve(adapter))) {
            for (Path file : files.toList()) {
                String called = file.getFileName().toString();
                if (withTokenizer || called.startsWith("adapter_")) {
                    Files.copy(file, moved.resolve(called));
                }
            }
        }
        Path config = moved.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replace(path("tiny"), "/nowhere/base"));
        return moved;
    }

    private static List<Double> scores(String out, String... model) throws IOException {
        done(score(out, model));
        List<Double> scores = new ArrayList<>();
        for (JsonNode row : rows(out)) {
            row.path("responses")
                    .forEach(response -> scores.add(response.path("logp").doubleValue()));
        }
        return scores;
    }

    private static Shell.Result score(String out, String... model) {
        return run(Stream.of(
                        List.of("score"),
                        List.of(model),
                        List.of("--data", path("groups.jsonl"), "--out", path(out), "--set", "precision=fp32"))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static Shell.Result generate(String command, String option, String model, String out, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                command,
                                option,
                                path(model),
                                "--data",
                                path("prompts.jsonl"),
                                "--out",
                                path(out),
                                "--max-new-tokens",
                                "6"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static List<String> texts(String name) throws IOException {
        return rows(name).stream().map(row -> row.path("text").stringValue()).toList();
    }

    private static List<JsonNode> rows(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name)).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private static Shell.Result train(String method, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "train",
                                method,
                                "--data",
                                path("groups.jsonl"),
                                "--set",
                                "groups_per_step=2",
                                "--set",
                                "learning_rate=1e-2"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static JsonNode json(String... args) {
        return JsonMapper.shared().readTree(done(run(args)).out());
    }

    private static Shell.Result run(String... args) {
        return Shell.run(args);
    }

    private static Shell.Result done(Shell.Result result) {
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void itIsServedAsTheModelThatItMakesOfItsBase() throws Exception {
        done(Shell.run("model", "merge", "--model", path("sft/final"), "--out", path("merged-to-serve")));
        Path moved = movedAdapter("moved-to-serve", false);
        ServeSettings settings = new ServeSettings(
                Map.of("adapter", moved, "merged", Path.of(path("merged-to-serve"))),
                Path.of(path("tiny")),
                "127.0.0.1",
                0,
                null,
                Precision.FP32,
                null,
                2,
                4,
                16,
                Duration.ofSeconds(5));
        try (ModelServer server = ModelServer.start(settings)) {
            JsonNode adapter = answer(server, "adapter");
            JsonNode merged = answer(server, "merged");
            assertThat(adapter.path("text")).isEqualTo(merged.path("text"));
            // The adapter's product is added to the base's, which rounds otherwise than a product with their sum.
            JsonNode expected = merged.path("logprobs").path("token_logprobs");
            assertThat(expected.size()).isEqualTo(8);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(adapter.path("logprobs")
                                .path("token_logprobs")
                                .path(i)
                                .doubleValue())
                        .isCloseTo(expected.path(i).doubleValue(), within(1e-5));
            }
        }
    }

    private static JsonNode answer(ModelServer server, String model) throws Exception {
        String body =
                "{\"model\":\"" + model + "\",\"prompt\":\"go a\",\"max_tokens\":8,\"temperature\":0,\"logprobs\":1}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body()).path("choices").path(0);
    }
}
