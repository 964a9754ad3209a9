package org.counterpoint.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.console.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GGUF files in a model folder's place, on the command line. */
class GgufFilesTest {
    private static final Path GOLDEN = Path.of("../counterpoint-engine/src/test/resources/golden/gguf");

    @TempDir
    Path temp;

    private Shell.Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.plain(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        Map<String, String> environment =
                Map.of("XDG_CACHE_HOME", temp.resolve("caches").toString());
        int code = Commands.tree(console, List.of("model", "generate"), environment)
                .execute(args);
        return new Shell.Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private String answers(String model) throws IOException {
        Path data = temp.resolve("asked.jsonl");
        Files.writeString(data, "{\"id\": \"1\", \"messages\": [{\"role\": \"user\", \"content\": \"the cat\"}]}\n");
        Path out = temp.resolve("answers.jsonl");
        Shell.Result made = run(
                "generate",
                "--model",
                model,
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--overwrite",
                "--max-new-tokens",
                "8");
        assertThat(made.code()).as(made.err()).isZero();
        return Files.readString(out);
    }

    private List<Path> unpacked() throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve("caches/counterpoint/gguf"))) {
            return files.filter(file -> file.endsWith("model.gguf")).toList();
        }
    }

    @Test
    void aFileAnswersFromItsBlocksAndKeepsItsName() throws IOException {
        Path file = Files.copy(GOLDEN.resolve("llama-smollm.gguf"), temp.resolve("tiny.Q8.gguf"));
        String fromFile = answers(file.toString());
        assertThat(fromFile).contains("\"model\":\"tiny.Q8\"");
        assertThat(answers(file.toString())).isEqualTo(fromFile);
        assertThat(unpacked()).hasSize(1).allMatch(Files::isSymbolicLink);

        Path folder = temp.resolve("tiny.Q8");
        Shell.Result kept = run("model", "import", file.toString(), "--out", folder.toString(), "--keep-blocks");
        assertThat(kept.code()).as(kept.err()).isZero();
        assertThat(kept.out()).contains("model.gguf").doesNotContain("safetensors");
        assertThat(answers(folder.toString())).isEqualTo(fromFile);

        Files.copy(GOLDEN.resolve("qwen2.gguf"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run("model", "inspect", file.toString()).out()).contains("Qwen2ForCausalLM");
        assertThat(unpacked()).hasSize(2);
    }

    @Test
    void inspectSaysHowTheNumbersLieInTheFile() throws IOException {
        Path file = GOLDEN.resolve("llama-smollm.gguf").toAbsolutePath();
        assertThat(run("model", "inspect", file.toString()).out())
                .contains("weights       5 F32, 4 Q4_0, 4 Q4_1, 4 Q8_0, 3 Q5_0, ");
        JsonNode shown = JsonMapper.shared()
                .readTree(run("model", "inspect", file.toString(), "--json").out());
        assertThat(shown.path("storedTypes").toString())
                .isEqualTo("{\"F32\":5,\"Q4_0\":4,\"Q4_1\":4,\"Q8_0\":4,\"Q5_0\":3}");
    }

    @Test
    void whatIsNotReadIsSaid() throws IOException {
        Path file = Files.writeString(temp.resolve("no.gguf"), "GGML");
        Shell.Result refused = run("model", "inspect", file.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("counterpoint model inspect: " + file.toRealPath()
                        + ": it does not begin with GGUF: not a GGUF file\n");
        assertThat(temp.resolve("caches")).doesNotExist();
        Shell.Result both = run(
                "model",
                "import",
                file.toString(),
                "--out",
                temp.resolve("x").toString(),
                "--keep-blocks",
                "--dtype",
                "fp32");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--keep-blocks leaves weights as they are, --dtype converts them");
    }
}
