package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that fit into {@code max_length}, 1024, and not into the model's 256 positions. */
class LongTextsTest {
    private static final String FITS = "{\"prompt\":\"one\",\"chosen\":\"two\",\"rejected\":\"three\"}\n";
    private static final String LONG =
            "{\"prompt\":\"six\",\"chosen\":\"" + "seven ".repeat(400) + "\",\"rejected\":\"three\"}\n";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path model;

    @BeforeAll
    static void makeModel() throws IOException {
        model = TinyModels.make(shared, 3);
    }

    @Test
    void trainingLeavesThemOutOrCutsThemOrRefuses() throws IOException {
        Shell.Result dropped = train("drop", FITS + LONG);
        assertThat(dropped.code()).as(dropped.err()).isZero();
        assertThat(folder.resolve("drop/ledger.jsonl"))
                .content()
                .containsPattern("\"line\":2,.*too_long.*has \\d+ tokens with its prompt, the model has 256 positions");
        Shell.Result cut = train("cut", FITS + LONG, "too_long=truncate");
        assertThat(cut.code()).as(cut.err()).isZero();
        assertThat(cut.err()).contains("truncated: 1 responses");
        assertThat(folder.resolve("cut/ledger.jsonl")).isEmptyFile();
        Shell.Result refused = train("raise", FITS + LONG, "too_long=raise");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("long.jsonl:2: chosen's answer has ")
                .contains("the model has 256 positions\n  shorten the data, or set too_long to drop or truncate");
        assertThat(folder.resolve("raise")).doesNotExist();
        assertThat(train("none", LONG).code()).isEqualTo(2);
    }

    @Test
    void theReferencesPositionsCountWhereTheyAreFewer() throws IOException {
        Path endless = TinyModels.makeEndless(folder.resolve("made"), 3);
        String[] line = {
            "train",
            "dpo",
            "--model",
            endless.toString(),
            "--reference",
            model.toString(),
            "--data",
            data(FITS + LONG).toString(),
            "--set",
            "steps=1",
            "--out",
            folder.resolve("held").toString()
        };
        isTooLong(line, "has \\d+ tokens with its prompt, the reference has 256 positions");
    }

    private void isTooLong(String[] line, String why) {
        Shell.Result result = Shell.run(line);
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(folder.resolve("held/ledger.jsonl")).content().containsPattern("\"line\":2,.*too_long.*" + why);
    }

    @Test
    void thePositionsOfAValueModelThatStartsAsTheRewardModelCount() throws IOException {
        Path endless = TinyModels.makeEndless(folder.resolve("made"), 3);
        Path reward = TinyModels.makeReward(folder.resolve("made"), 4);
        String[] line = {
            "train",
            "ppo",
            "--model",
            endless.toString(),
            "--reward-model",
            reward.toString(),
            "--data",
            data(FITS + "{\"prompt\":\"" + "seven ".repeat(400) + "\"}\n").toString(),
            "--set",
            "steps=1",
            "--set",
            "samples=1",
            "--set",
            "prompts_per_step=1",
            "--set",
            "max_new_tokens=4",
            "--out",
            folder.resolve("held").toString()
        };
        isTooLong(line, "the value model has 256 positions");
    }

    @Test
    void noScoreIsMadeUpForThem() throws IOException {
        Path out = folder.resolve("scores.jsonl");
        Shell.Result result = Shell.run(
                "score",
                "--model",
                model.toString(),
                "--data",
                data(FITS + LONG).toString(),
                "--out",
                out.toString());
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(Files.readAllLines(out).get(1))
                .containsPattern("\"logp\":null,\"reason\":\"too_long: \\d+ tokens with the prompt, the model has 256");
    }

    private Shell.Result train(String out, String rows, String... settings) throws IOException {
        Path data = data(rows);
        List<String> line = new ArrayList<>(List.of("train", "sft", "--model"));
        line.addAll(List.of(model.toString(), "--data", data.toString(), "--set", "steps=1"));
        for (String setting : settings) {
            line.addAll(List.of("--set", setting));
        }
        line.addAll(List.of("--out", folder.resolve(out).toString()));
        return Shell.run(line.toArray(String[]::new));
    }

    private Path data(String rows) throws IOException {
        return Files.writeString(folder.resolve("long.jsonl"), rows);
    }
}
