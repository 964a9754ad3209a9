package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where no row can be used, the ledger is all that is left, and the error names it. */
class LedgerOfFailureTest {
    /** Of three rows none can be used: no prompt, no text, no JSON. */
    private static final List<String> ROWS = List.of(
            "{\"foo\":1}", "{\"instruction\":3,\"output\":\"x\",\"chosen\":\"a\",\"rejected\":\"b\"}", "{\"pro");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path model;
    private static Path reward;

    @BeforeAll
    static void makeModels() throws IOException {
        model = TinyModels.make(shared, 3);
        reward = TinyModels.makeReward(shared, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train sft --model MODEL --data DATA",
                "train dpo --model MODEL --data DATA",
                "train rloo --model MODEL --reward-model REWARD --data DATA --set max_new_tokens=8",
                "train sft --model MODEL --data GOOD --set evaluation.data=DATA",
                "train rloo --model MODEL --reward-model REWARD --data GOOD --set max_new_tokens=8 --set evaluation.data=DATA",
                "score --model MODEL --data DATA",
                "generate --model MODEL --data DATA",
                "collect --data DATA --model-dir MODEL",
                "collect --data DATA --model m --endpoint http://127.0.0.1:9/v1",
                "judge --candidate a=DATA --baseline b=DATA --judge length",
                "pairs --answers a=DATA --answers b=DATA --order a,b",
                "split --data DATA --held-out 1",
                "export --data DATA --format trl",
                "difficulty --data DATA",
            })
    void noRowLeavesTheLedgerWhichTheErrorNames(String line) throws IOException {
        Path out = folder.resolve("new/out");
        Shell.Result result = run(line, out);
        Path ledger = out.resolveSibling("out.ledger.jsonl");
        assertThat(result.code()).as(result.err()).isEqualTo(2);
        assertThat(result.err()).endsWith("What was left out is in " + ledger + ".\n");
        assertThat(Files.readAllLines(ledger))
                .hasSizeGreaterThanOrEqualTo(ROWS.size())
                .allSatisfy(entry -> assertThat(entry).contains("data.jsonl\",\"line\":"));
        try (Stream<Path> left = Files.list(out.getParent())) {
            assertThat(left).containsExactly(ledger);
        }
    }

    @Test
    void anEarlierRunsLedgerIsNotHarmed() throws IOException {
        Path out =
                Files.writeString(Files.createDirectories(folder.resolve("new")).resolve("out"), "mine");
        Path ledger = Files.writeString(folder.resolve("new/out.ledger.jsonl"), "of the earlier run");
        for (String line : List.of("score --model MODEL --data DATA", "generate --model MODEL --data DATA")) {
            assertThat(run(line, out).code()).isEqualTo(2);
            assertThat(out).hasContent("mine");
            assertThat(ledger).hasContent("of the earlier run");
        }
    }

    private Shell.Result run(String line, Path out) throws IOException {
        Path data = Files.write(folder.resolve("data.jsonl"), ROWS);
        Path good = Files.writeString(
                folder.resolve("good.jsonl"), "{\"prompt\":\"one\",\"chosen\":\"two\",\"rejected\":\"three\"}\n");
        String[] arguments = Stream.concat(Arrays.stream(line.split(" ")), Stream.of("--out", out.toString()))
                .map(word -> word.replace("DATA", data.toString())
                        .replace("GOOD", good.toString())
                        .replace("MODEL", model.toString())
                        .replace("REWARD", reward.toString()))
                .toArray(String[]::new);
        return Shell.run(arguments);
    }
}
