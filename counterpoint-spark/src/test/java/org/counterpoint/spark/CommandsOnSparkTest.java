package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.app.Main;
import org.counterpoint.demo.world.WorldFiles;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.ModelInitializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands with and without {@code --spark}: the same files. */
class CommandsOnSparkTest {
    @TempDir
    Path folder;

    private Path answers;

    @BeforeEach
    void write() throws IOException {
        answers = folder.resolve("answers.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 90; i++) {
            text.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Sort the numbers ")
                    .append(i % 30)
                    .append(" 7 3\"}],\"model\":\"")
                    .append(i < 60 ? "a" : "b")
                    .append("\",\"text\":\"")
                    .append(i % 11 == 0 ? "" : "3 7 " + i)
                    .append("\"}\n")
                    .append(i % 17 == 0 ? "{broken\n" : "");
        }
        Files.writeString(answers, text);
    }

    private static final class Said {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private int code;
    }

    private static Said run(List<String> arguments) {
        Said said = new Said();
        said.code = Main.run(
                arguments.toArray(String[]::new),
                new PrintStream(said.out, true, StandardCharsets.UTF_8),
                new PrintStream(said.err, true, StandardCharsets.UTF_8));
        return said;
    }

    /** Every file below a folder by its name, hidden ones too. */
    private static TreeMap<String, String> files(Path root) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** @param arguments without --out; {@code OUT} is the file or folder to make in it */
    private void assertSame(String out, String... arguments) throws IOException {
        List<TreeMap<String, String>> made = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (boolean onSpark : new boolean[] {false, true}) {
            Path place = Files.createDirectories(folder.resolve(onSpark ? "there" : "here"));
            List<String> all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--out", place.resolve(out).toString()));
            if (onSpark) {
                all.addAll(List.of("--spark", "local[2]"));
            }
            Said result = run(all);
            assertThat(result.code)
                    .as(result.err.toString(StandardCharsets.UTF_8))
                    .isZero();
            made.add(files(place));
            said.add(result.out.toString(StandardCharsets.UTF_8).replace(place.toString(), "OUT"));
        }
        assertThat(made.get(0)).isNotEmpty();
        assertThat(made.get(1)).isEqualTo(made.get(0));
        assertThat(said.get(1)).isEqualTo(said.get(0));
    }

    @Test
    void pairsAreTheSame() throws IOException {
        assertSame("pairs", "pairs", "--answers", answers.toString(), "--order", "a,b");
    }

    @Test
    void splitsAreTheSame() throws IOException {
        assertSame("parts", "split", "--data", answers.toString(), "--held-out", "5", "--seed", "3");
        assertSame(
                "clusters",
                "split",
                "--data",
                answers.toString(),
                "--held-out",
                "20",
                "--by",
                "cluster",
                "--near-duplicate",
                "0.9");
    }

    @Test
    void difficultyIsTheSame() throws IOException {
        Path groups = pairsOfTheAnswers();
        assertSame("scored", "difficulty", "--data", groups.toString(), "--scores", "all");
    }

    @Test
    void theOrderIsTheSame() throws IOException {
        Path verdicts = folder.resolve("verdicts.jsonl");
        Files.writeString(
                verdicts,
                "{broken\n"
                        + ("{\"instruction\":\"q\",\"generator_1\":\"a\",\"output_1\":\"x\",\"generator_2\":\"b\","
                                + "\"output_2\":\"y\",\"preference\":2}\n"));
        Said here = run(List.of("order", "--verdicts", verdicts.toString()));
        Said there = run(List.of("order", "--verdicts", verdicts.toString(), "--spark", "local[2]"));
        assertThat(there.code).isEqualTo(here.code).isZero();
        assertThat(there.out.toString(StandardCharsets.UTF_8))
                .isEqualTo(here.out.toString(StandardCharsets.UTF_8))
                .contains("strongest first: b,a");
        assertThat(there.err.toString(StandardCharsets.UTF_8))
                .contains("1 rows were left out (1 bad_json), the first at " + verdicts + ":1");
    }

    private Path pairsOfTheAnswers() {
        Path out = folder.resolve("pairs");
        Said made = run(List.of("pairs", "--answers", answers.toString(), "--order", "a,b", "--out", out.toString()));
        assertThat(made.code).isZero();
        return out.resolve("groups.jsonl");
    }

    @Test
    void whatAModelScoresAndAnswersIsTheSame() throws IOException {
        WorldFiles.modelParts(folder.resolve("model"));
        Path model = folder.resolve("tiny");
        ModelInitializer.write(
                folder.resolve("model/config.json"),
                folder.resolve("model/tokenizer"),
                model,
                DType.F32,
                1,
                Long.MAX_VALUE);
        Path groups = folder.resolve("groups.jsonl");
        Path prompts = folder.resolve("prompts.jsonl");
        Files.write(groups, Files.readAllLines(pairsOfTheAnswers()).subList(0, 9));
        Files.write(prompts, Files.readAllLines(answers).subList(0, 9));
        assertSame(
                "scores.jsonl",
                "score",
                "--model",
                model.toString(),
                "--data",
                groups.toString(),
                "--set",
                "max_length=24",
                "--set",
                "micro_batch_tokens=64");
        assertSame(
                "answers.jsonl",
                "generate",
                "--model",
                model.toString(),
                "--data",
                prompts.toString(),
                "--max-new-tokens",
                "5",
                "--temperature",
                "1",
                "--samples",
                "2",
                "--batch-size",
                "3");
    }

    @Test
    void optionsOfSparkNeedIt() {
        Said said = run(List.of("pairs", "--answers", answers.toString(), "--order", "a,b", "--out", "x", "--parts"));
        assertThat(said.code).isEqualTo(2);
        assertThat(said.err.toString(StandardCharsets.UTF_8)).contains("--parts needs --spark MASTER.");
        Said table = run(List.of(
                "pairs", "--answers", answers.toString(), "--order", "a,b", "--out", "x", "--format", "parquet"));
        assertThat(table.code).isEqualTo(2);
        assertThat(table.err.toString(StandardCharsets.UTF_8)).contains("--format parquet needs --spark MASTER;");
    }
}
