package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PairsCommandsTest {

    @TempDir
    Path folder;

    @Test
    void answersBecomePairsAndAreSplit() throws IOException {
        answers("strong.jsonl", "yes", "no", "maybe");
        answers("weak.jsonl", "Yes!", "no", "");
        Shell.Result pairs = Shell.run(
                "pairs",
                "--answers",
                "a=" + path("strong.jsonl"),
                "b=" + path("weak.jsonl"),
                "--order",
                "a,b",
                "--out",
                path("pairs"),
                "--json");
        assertThat(pairs.err()).isEmpty();
        assertThat(pairs.code()).isZero();
        JsonNode summary = JsonMapper.shared().readTree(pairs.out());
        assertThat(summary.path("rows_read").intValue()).isEqualTo(6);
        assertThat(summary.path("pairs_by_type").path("a>b").intValue()).isEqualTo(1);
        assertThat(summary.path("set_aside").path("empty_answer").intValue()).isEqualTo(1);
        assertThat(summary.path("set_aside").path("identical_answers").intValue())
                .isEqualTo(1);

        assertThat(folder.resolve("pairs/report.html"))
                .content()
                .contains(
                        "How often the chosen answer is the longer one",
                        "only 1 pairs",
                        "Which answer is the longer one");

        Shell.Result split = Shell.run(
                "split",
                "--data",
                path("pairs/groups.jsonl"),
                "--held-out",
                "1",
                "--out",
                path("parts"),
                "--set",
                "seed=3");
        assertThat(split.code()).isZero();
        assertThat(split.out()).contains("2 rows to ").contains("1 rows, 1 prompts, to ");
        assertThat(Files.readAllLines(folder.resolve("parts/held-out.jsonl"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pairs --answers a=DATA --answers b=DATA --order a,b",
                "split --data DATA --held-out 1",
                "difficulty --data DATA",
                "export --data DATA --format trl",
                "generate --model MODEL --data DATA",
                "collect --endpoint http://localhost:1/v1 --model m --data DATA",
                "judge --judge length --candidate a=DATA --baseline b=DATA",
                "score --model MODEL --data DATA",
                "train dpo --model MODEL --data DATA"
            })
    void noCommandWritesAmongTheRowsThatItReads(String command) throws IOException {
        Path model = TinyModels.make(folder, 7);
        Path data = Files.createDirectory(folder.resolve("data"));
        answers("data/rows.jsonl", "yes", "no");
        List<String> words = new ArrayList<>(List.of(command.replace("DATA", data.toString())
                .replace("MODEL", model.toString())
                .split(" ")));
        words.addAll(List.of("--out", data.resolve("out.jsonl").toString()));
        Shell.Result result = Shell.run(words.toArray(String[]::new));
        assertThat(result.err()).contains("out.jsonl lies in " + data + ", whose files are the data");
        assertThat(result.code()).isEqualTo(2);
        assertThat(data).isDirectoryContaining(file -> file.endsWith("rows.jsonl"));
        assertThat(data.toFile().list()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pairs --answers a=LINK --answers b=LINK --order a,b --out new",
                "split --data LINK --held-out 1 --out new",
                "generate --model LINK --data rows.jsonl --out new",
                "train dpo --model LINK --data rows.jsonl --out new",
                "score --model LINK/below --data rows.jsonl --out new",
                "run LINK",
                "lineage LINK",
                "winrate LINK",
                "report LINK --out new",
                "split --data rows.jsonl --held-out 1 --out LINK",
                "collect --model m --endpoint http://localhost:1/v1 --data rows.jsonl --out LINK",
                "judge --judge length --candidate a=rows.jsonl --baseline b=rows.jsonl --out LINK",
                "init LINK"
            })
    void aLinkThatLeadsNowhereIsNamedAsThat(String command) throws IOException {
        answers("rows.jsonl", "yes", "no");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("gone.jsonl"));
        Shell.Result result = Shell.run(command.replace("LINK", link.toString())
                .replace("rows.jsonl", path("rows.jsonl"))
                .replace("new", path("new"))
                .split(" "));
        assertThat(result.err()).contains(link + " is a link to gone.jsonl, which is not there");
        assertThat(result.code()).isEqualTo(2);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("rows.jsonl", "link");
    }

    @Test
    void aMissingFileIsNamedAndNothingIsWritten() {
        Shell.Result result =
                Shell.run("pairs", "--answers", "a=" + path("none.jsonl"), "--order", "a", "--out", path("pairs"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("counterpoint pairs: ").contains("none.jsonl");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noPairAtAllIsAFailureWithAWordOnWhy() throws IOException {
        answers("strong.jsonl", "yes", "no");
        answers("weak.jsonl", "yes", "no");
        Shell.Result pairs = Shell.run(
                "pairs",
                "--answers",
                "a=" + path("strong.jsonl"),
                "b=" + path("weak.jsonl"),
                "--order",
                "a,b",
                "--out",
                path("pairs"));
        assertThat(pairs.code()).isEqualTo(1);
        assertThat(pairs.err()).contains("pairs: there is no pair: ", "identical_answers (2)");
        assertThat(folder.resolve("pairs/ledger.jsonl")).exists();
    }

    /** Each of several files, wherever the option is given. */
    @Test
    void verdictsOfSeveralFilesAndOptionsAreAllRead() throws IOException {
        answers("a.jsonl", "yes", "no", "maybe");
        answers("b.jsonl", "Yes!", "No!", "Maybe!");
        String verdict = "{\"instruction\":\"question %d\",\"output_1\":\"%s\",\"generator_1\":\"a\","
                + "\"output_2\":\"%s\",\"generator_2\":\"b\",\"preference\":1}\n";
        Files.writeString(folder.resolve("0.jsonl"), verdict.formatted(0, "yes", "Yes!"));
        Files.writeString(folder.resolve("1.jsonl"), verdict.formatted(1, "no", "No!"));
        Files.writeString(folder.resolve("2.jsonl"), verdict.formatted(2, "maybe", "Maybe!"));
        Shell.Result result = Shell.run(
                "pairs",
                "--answers",
                "a=" + path("a.jsonl"),
                "b=" + path("b.jsonl"),
                "--order",
                "a,b",
                "--verdicts",
                path("0.jsonl"),
                "--verdicts",
                path("1.jsonl"),
                path("2.jsonl"),
                "--out",
                path("pairs"));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("3 of 3 pairs have a verdict");
    }

    @Test
    void aMissingOptionIsNamed() {
        Shell.Result result = Shell.run("split", "--data", "x.jsonl", "--held-out", "1");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "counterpoint split: missing required option: '--out=DIR'\nsee: counterpoint split --help\n");
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        Shell.Result result = Shell.run("split", "--data", "x", "--held-out", "many", "--out", "y");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "counterpoint split: --held-out: held_out must be a whole number, at least 1 (it is many)\n");
    }

    @Test
    void someoneElsesFolderIsLeftAlone() throws IOException {
        answers("strong.jsonl", "yes");
        Files.writeString(Files.createDirectory(folder.resolve("mine")).resolve("diary.txt"), "dear");
        Shell.Result result =
                Shell.run("pairs", "--answers", "a=" + path("strong.jsonl"), "--order", "a", "--out", path("mine"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(path("mine")).contains("--overwrite");
        assertThat(Files.list(folder.resolve("mine"))).hasSize(1);
    }

    private void answers(String file, String... texts) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            rows.append("{\"instruction\":\"question ")
                    .append(i)
                    .append("\",\"output\":\"")
                    .append(texts[i])
                    .append("\"}\n");
        }
        Files.write(folder.resolve(file), List.of(rows.toString().stripTrailing()));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
