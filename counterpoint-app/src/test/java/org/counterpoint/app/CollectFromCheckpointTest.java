package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code collect --model-dir}: what is asked of a checkpoint on this machine, and what cannot be. */
class CollectFromCheckpointTest {
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
    void aBudgetOfTokensEndsTheWorkAndALargerOneGoesOn() throws IOException {
        assertThat(collect("whole.jsonl").code()).isZero();
        List<JsonNode> whole = rows("whole.jsonl");

        Shell.Result none = collect("out.jsonl", "--budget-tokens", "1");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.out()).startsWith("0 answers").contains("nothing was written to");
        assertThat(folder.resolve("out.jsonl")).doesNotExist();

        Shell.Result part = collect("out.jsonl", "--budget-tokens", "250", "--json");
        assertThat(part.code()).isEqualTo(1);
        assertThat(part.err())
                .contains("stopped early: the budget of 250 tokens is spent")
                .contains("the same command goes on, with a larger budget");
        JsonNode summary = JsonMapper.shared().readTree(part.out());
        int answers = summary.path("answers").intValue();
        assertThat(answers).isBetween(1, PROMPTS - 1);
        assertThat(summary.path("not_asked").intValue()).isEqualTo(PROMPTS - answers);
        assertThat(summary.path("set_aside").toString()).isEqualTo("{\"not_asked\":" + (PROMPTS - answers) + "}");
        assertThat(rows("out.jsonl")).hasSize(answers).isSubsetOf(whole);
        assertThat(rows("out.ledger.jsonl"))
                .hasSize(PROMPTS - answers)
                .allMatch(row -> row.path("reason").stringValue().equals("not_asked"));

        Shell.Result same = collect("out.jsonl", "--budget-tokens", "250", "--json");
        assertThat(JsonMapper.shared().readTree(same.out()).path("answers").intValue())
                .as("what earlier runs spent counts")
                .isEqualTo(answers);

        Shell.Result rest = collect("out.jsonl", "--budget-tokens", "100000");
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(rest.out()).startsWith(PROMPTS + " answers (" + answers + " of them from an earlier run)");
        assertThat(folder.resolve("out.jsonl")).hasSameBinaryContentAs(folder.resolve("whole.jsonl"));
        assertThat(folder.resolve("out.ledger.jsonl")).doesNotExist();
    }

    @Test
    void theLedgerTellsWhichOfSeveralAnswersABudgetLeftOut() throws IOException {
        collect("out.jsonl", "--budget-tokens", "1", "--samples", "2", "--temperature", "1");
        List<JsonNode> left = rows("out.ledger.jsonl");
        assertThat(left).hasSize(2 * PROMPTS).doesNotHaveDuplicates();
        assertThat(left).filteredOn(row -> row.path("sample").asInt(0) == 1).hasSize(PROMPTS);
    }

    @ParameterizedTest
    @CsvSource({"--budget,5", "--prices,prices.yaml", "--price-in,1", "--requests-per-minute,60", "--api-key-env,KEY"})
    void whatIsForServersIsRefused(String option, String value) {
        Shell.Result result = collect("out.jsonl", option, value);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(option + " is for servers and would do nothing with --model-dir");
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    private Shell.Result collect(String out, String... more) {
        String[] always = {
            "collect",
            "--data",
            folder.resolve("prompts.jsonl").toString(),
            "--model-dir",
            model.toString(),
            "--max-new-tokens",
            "6",
            "--concurrency",
            "3",
            "--out",
            folder.resolve(out).toString()
        };
        return Shell.run(Stream.concat(Stream.of(always), Stream.of(more)).toArray(String[]::new));
    }

    private List<JsonNode> rows(String name) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(name))) {
            rows.add(JsonMapper.shared().readTree(line));
        }
        return rows;
    }
}
