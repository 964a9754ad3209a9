package org.counterpoint.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.console.Console;
import org.counterpoint.testing.FakeHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Models and data sets by their names, on the command line, from a hub on this machine. */
class HubNamesTest {

    @TempDir
    Path temp;

    private final FakeHub server = FakeHub.start();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void fill() throws IOException {
        environment.put("HF_ENDPOINT", server.url());
        environment.put("HF_HOME", temp.resolve("hf").toString());
        server.put("org/tiny", files(TinyModels.make(temp, 1)), "main", "v1");
        server.put(
                "datasets/org/asked",
                Map.of(
                        "data/a.jsonl",
                                "{\"id\": \"1\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}\n"
                                        .getBytes(UTF_8),
                        "README.md", "# asked".getBytes(UTF_8)),
                "main");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private Shell.Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.plain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        CommandLine tree = Commands.tree(
                console,
                List.of("model", "generate", "train", "judge", "serve", "order", "pairs", "score"),
                environment);
        int code = tree.execute(args);
        return new Shell.Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void aNameIsFetchedOnceAndThenFound() throws IOException {
        Shell.Result missing = run("model", "inspect", "org/tiny");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err())
                .isEqualTo("counterpoint model inspect: there is no file or folder org/tiny here, and no model of that"
                        + " name in the Hugging Face cache (" + temp.resolve("hf/hub")
                        + ")\n  --download fetches it\n");
        Shell.Result fetched = run("model", "inspect", "org/tiny", "--download");
        assertThat(fetched.err()).startsWith("org/tiny is in " + temp.resolve("hf/hub/models--org--tiny/snapshots"));
        assertThat(fetched.code()).as(fetched.err()).isZero();
        server.close();
        assertThat(run("model", "inspect", "org/tiny@v1").code()).isEqualTo(2);
        assertThat(run("model", "inspect", "org/tiny").out()).isEqualTo(fetched.out());

        Shell.Result gone = run("model", "inspect", "org/tiny", "--download");
        assertThat(gone.code()).isEqualTo(1);
        assertThat(gone.err()).contains("cannot be reached for org/tiny: the connection is refused");
    }

    @Test
    void settingsRewardsAndFilesAreNamesToo() throws IOException {
        String group = "{\"prompt\": \"hello\", \"chosen\": \"ab\", \"rejected\": \"b\"}\n";
        server.put(
                "datasets/org/held",
                Map.of("a.jsonl", (group + group.replace("hello", "hey")).getBytes(UTF_8)),
                "main");
        server.put("org/reward", files(TinyModels.makeReward(temp.resolve("made"), 2)), "main");
        server.put("datasets/org/two", Map.of("a.jsonl", new byte[] {10}, "b.jsonl", new byte[] {10}), "main");
        Shell.Result trained = run(
                "train",
                "dpo",
                "--model",
                "org/tiny",
                "--data",
                "org/held",
                "--set",
                "evaluation.data=org/held",
                "--set",
                "epochs=1",
                "--download",
                "--out",
                temp.resolve("run").toString());
        assertThat(trained.err()).contains("org/held is in ").doesNotContain("no file");
        assertThat(trained.code()).as(trained.err()).isZero();

        Shell.Result rewarded = run(
                "train",
                "rloo",
                "--model",
                "org/tiny",
                "--reward-model",
                "org/reward=0.5",
                "--data",
                "org/held",
                "--download",
                "--dry-run",
                "--out",
                temp.resolve("none").toString());
        assertThat(rewarded.err()).contains("org/reward is in ");

        Shell.Result two = run("order", "--verdicts", "org/two", "--download");
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err())
                .contains("org/two has 2 data files, and one is needed here: give its path, below "
                        + temp.resolve("hf/hub/datasets--org--two/snapshots"))
                .contains(", such as a.jsonl");
        server.put("datasets/org/empty", Map.of("README.md", new byte[] {10}), "main");
        assertThat(run("order", "--verdicts", "org/empty", "--download").err())
                .contains("org/empty holds none of the files that are read here (looked for .parquet, .jsonl,")
                .contains("it has README.md");
        Shell.Result missing = run("judge", "--candidate", "a=org/none", "--baseline", "b=org/none", "--out", "x");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no file or folder org/none here, and no data set of that name");
    }

    @Test
    void aDataSetAndAModelOfOneCommandAreFetched() throws IOException {
        Path out = temp.resolve("answers.jsonl");
        Shell.Result made = run(
                "generate",
                "--model",
                "org/tiny@v1",
                "--data",
                "org/asked",
                "--download",
                "--out",
                out.toString(),
                "--max-new-tokens",
                "2");
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(out).content().contains("\"model\":\"tiny\"");
    }

    @Test
    void whatLiesHereWins() {
        // A path of this shape that is here: nothing is asked.
        Shell.Result local = run("model", "inspect", temp.resolve("tiny").toString(), "--download");
        assertThat(local.code()).as(local.err()).isZero();
        assertThat(server.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../org/tiny", "/org/tiny", "org/../tiny", "org/tiny@../x", "org/ti ny"})
    void whatCouldBeAPathIsAskedForNowhere(String name) {
        Shell.Result refused = run("model", "inspect", name, "--download");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(name + " is not a folder");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void anAdapterBringsItsBase() throws IOException {
        Path data = temp.resolve("data.jsonl");
        Files.writeString(data, "{\"prompt\": \"hello\", \"chosen\": \"one\", \"rejected\": \"two\"}\n".repeat(2));
        Shell.Result trained = run(
                "train",
                "dpo",
                "--model",
                temp.resolve("tiny").toString(),
                "--data",
                data.toString(),
                "--out",
                temp.resolve("run").toString(),
                "--set",
                "adapter.rank=2",
                "--set",
                "steps=1");
        assertThat(trained.code()).as(trained.err()).isZero();
        Map<String, byte[]> adapter = files(temp.resolve("run/final"));
        String config = new String(adapter.get("adapter_config.json"), UTF_8);
        adapter.put(
                "adapter_config.json",
                config.replaceFirst(
                                "\"base_model_name_or_path\"\\s*:\\s*\"[^\"]*\"",
                                "\"base_model_name_or_path\": \"org/tiny\"")
                        .getBytes(UTF_8));
        server.put("org/lora", adapter, "main");
        Shell.Result fetched = run("model", "inspect", "org/lora", "--download");
        assertThat(fetched.err()).contains("org/lora is in ", "org/tiny is in ");
    }

    @Test
    void aSettingAndANamedModelAreNamesToo() {
        Shell.Result judged = run("judge", "--judge", "exact", "--model-dir", "org/none", "--list");
        assertThat(judged.err()).contains("no model of that name in the Hugging Face cache");
        Shell.Result served = run("serve", "--model", "mine=org/none", "--port", "0");
        assertThat(served.err()).contains("there is no file or folder org/none here");
    }
}
