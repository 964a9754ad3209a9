package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.store.Provenance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GenerateCommandTest {

    private static final int PROMPTS = 20;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path model;

    @BeforeAll
    static void makeModel() throws IOException {
        model = TinyModels.make(shared, 3);
    }

    @BeforeEach
    void writePrompts() throws IOException {
        TinyModels.writePrompts(folder.resolve("prompts.jsonl"), PROMPTS);
    }

    @Test
    void answersStandInThePromptsOrder() throws IOException {
        Shell.Result result = generate("out.jsonl", "--json");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(JsonMapper.shared().readTree(result.out()).path("answers").intValue())
                .isEqualTo(PROMPTS);
        List<JsonNode> rows = rows("out.jsonl");
        assertThat(rows).extracting(row -> row.path("id").stringValue()).startsWith("p0", "p1", "p2", "p3");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.propertyNames()).containsExactly("id", "messages", "model", "text", "tokens", "finish");
            assertThat(row.path("model").stringValue()).isEqualTo("tiny");
            assertThat(row.path("tokens").intValue()).isBetween(1, 6);
            assertThat(row.path("finish").stringValue()).isIn("stop", "length");
        });
        assertThat(filesBeside()).containsExactly(".out.jsonl.counterpoint.json", "out.jsonl", "prompts.jsonl");
    }

    @Test
    void aTrainingRunStandsForTheModelThatItMade() throws IOException {
        Path run = TinyModels.asRun(folder.resolve("run"), model);
        assertThat(generate("out.jsonl").code()).isZero();
        Shell.Result ofRun = Shell.run(
                "generate",
                "--model",
                run.toString(),
                "--data",
                folder.resolve("prompts.jsonl").toString(),
                "--out",
                folder.resolve("of-run.jsonl").toString(),
                "--max-new-tokens",
                "6");
        assertThat(ofRun.code()).as(ofRun.err()).isZero();
        List<JsonNode> rows = rows("of-run.jsonl");
        assertThat(rows).extracting(row -> row.path("model").stringValue()).containsOnly("run");
        assertThat(rows)
                .extracting(row -> row.path("text").stringValue())
                .isEqualTo(rows("out.jsonl").stream()
                        .map(row -> row.path("text").stringValue())
                        .toList());
    }

    @Test
    void aFinishedRunIsNotDoneAgain() throws IOException {
        generate("out.jsonl");
        byte[] first = Files.readAllBytes(folder.resolve("out.jsonl"));
        assertThat(generate("out.jsonl").out()).contains("was finished before with the same settings; nothing to do");
        Shell.Result other = generate("out.jsonl", "--seed", "9");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("seed: then 0, now 9").contains("--overwrite");
        assertThat(folder.resolve("out.jsonl")).hasBinaryContent(first);
    }

    @Test
    void aKilledRunGoesOnToTheSameBytes() throws IOException {
        String[] sampled = {"--temperature", "0.9", "--batch-size", "3", "--samples", "2", "--seed", "5"};
        generate("whole.jsonl", sampled);
        Path journal = folder.resolve(".killed.jsonl.journal.jsonl");
        assertThat(generate("killed.jsonl", concat(sampled, "--name", "tiny")).code())
                .isZero();
        byte[] whole = Files.readAllBytes(folder.resolve("whole.jsonl"));
        assertThat(folder.resolve("killed.jsonl")).hasBinaryContent(whole);

        // What a kill leaves: no output, and a journal that ends in the middle of a line.
        Provenance record = Provenance.read(folder.resolve(".killed.jsonl.counterpoint.json"))
                .orElseThrow();
        Files.delete(folder.resolve("killed.jsonl"));
        List<String> lines = Files.readAllLines(folder.resolve("whole.jsonl"));
        String begun = JsonMapper.shared().writeValueAsString(record.identity()) + "\n"
                + "{\"n\":1,\"tokens\":3,\"stopped\":false," + "\"row\":" + lines.get(1) + "}\n{\"n\":0,\"tok";
        Files.writeString(journal, begun);
        Shell.Result resumed = generate("killed.jsonl", sampled);
        assertThat(resumed.err()).isEmpty();
        assertThat(resumed.out()).contains("(1 of them from an earlier run)");
        assertThat(folder.resolve("killed.jsonl")).hasBinaryContent(whole);
        assertThat(journal).doesNotExist();
    }

    @Test
    void anAnswerDoesNotDependOnTheOthers() throws IOException {
        generate("all.jsonl", "--temperature", "1", "--seed", "4");
        Files.write(
                folder.resolve("prompts.jsonl"),
                Files.readAllLines(folder.resolve("prompts.jsonl")).subList(7, 9));
        generate("two.jsonl", "--temperature", "1", "--seed", "4");
        assertThat(rows("two.jsonl")).isEqualTo(rows("all.jsonl").subList(7, 9));
    }

    @Test
    void promptsThatCannotBeAnsweredAreInTheLedger() throws IOException {
        Files.write(
                folder.resolve("prompts.jsonl"),
                List.of(
                        "{\"id\":\"long\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "why ".repeat(300)
                                + "\"}]}",
                        "{\"id\":\"sys\",\"messages\":[{\"role\":\"system\",\"content\":\"x\"},"
                                + "{\"role\":\"user\",\"content\":\"y\"}]}",
                        "{\"id\":\"bad\",\"messages\":",
                        "{\"id\":\"good\",\"messages\":[{\"role\":\"user\",\"content\":\"Add 1 and 1.\"}]}"));
        Shell.Result result = generate("out.jsonl");
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("3 prompts were left out, the first at " + folder.resolve("prompts.jsonl")
                        + ":1 (too_long: the prompt has");
        assertThat(rows("out.jsonl")).hasSize(1);
        assertThat(Files.readAllLines(folder.resolve("out.jsonl.ledger.jsonl")))
                .hasSize(3)
                .anyMatch(line -> line.contains("template_error") && line.contains("user and assistant only"))
                .anyMatch(line -> line.contains("bad_json"));
    }

    @Test
    void nothingToAnswerLeavesOnlyTheLedger() throws IOException {
        Files.writeString(folder.resolve("prompts.jsonl"), "{\"id\":1}\n");
        Shell.Result result = generate("out.jsonl");
        assertThat(result.code()).isEqualTo(2);
        assertThat(filesBeside()).containsExactly("out.jsonl.ledger.jsonl", "prompts.jsonl");
    }

    @Test
    void alpacaEvalsFormIsOneArray() throws IOException {
        generate("out.json", "--format", "alpaca_eval", "--name", "me");
        JsonNode rows = JsonMapper.shared().readTree(Files.readString(folder.resolve("out.json")));
        assertThat(rows.size()).isEqualTo(PROMPTS);
        assertThat(rows.get(2).propertyNames()).containsExactly("instruction", "output", "generator");
        assertThat(rows.get(2).path("instruction").stringValue()).isEqualTo("What is 2 plus 1? please please");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThat(generate("out.jsonl", "--samples", "2").err()).contains("give a temperature");
        assertThat(generate("out.jsonl", "--set", "top_p=2").err())
                .contains("--top-p: top_p must be a number from 0 to 1 (it is 2)");
        assertThat(generate("out.jsonl", "--precision", "fp23").err())
                .isEqualTo(
                        "counterpoint generate: --precision: precision must be one of fp32, bf16-mixed, auto; did you mean fp32?"
                                + " (it is fp23)\n");
        assertThat(generate("out.jsonl", "--batch-size", "0").code()).isEqualTo(2);
    }

    private Shell.Result generate(String out, String... more) {
        return Shell.run(concat(
                new String[] {
                    "generate",
                    "--model",
                    model.toString(),
                    "--data",
                    folder.resolve("prompts.jsonl").toString(),
                    "--out",
                    folder.resolve(out).toString(),
                    "--max-new-tokens",
                    "6"
                },
                more));
    }

    private static String[] concat(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    private List<JsonNode> rows(String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            rows.add(JsonMapper.shared().readTree(line));
        }
        return rows;
    }

    private List<String> filesBeside() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
