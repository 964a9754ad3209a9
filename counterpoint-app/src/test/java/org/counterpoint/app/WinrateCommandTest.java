package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class WinrateCommandTest {

    private static final int N = 60;

    @TempDir
    Path folder;

    @Test
    void theJsonFormHasTheNamesThatScriptsRead() throws IOException {
        Shell.Result result = Shell.run("winrate", strong(), weak(), "--json");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        JsonNode files = JsonMapper.shared().readTree(result.out());
        assertThat(files).hasSize(2);
        JsonNode first = files.get(0);
        assertThat(first.propertyNames())
                .startsWith(
                        "file",
                        "generator_1",
                        "generator_2",
                        "annotator",
                        "win_rate",
                        "standard_error",
                        "n_wins",
                        "n_wins_base",
                        "n_draws",
                        "n_total",
                        "discrete_win_rate",
                        "avg_length")
                .doesNotContain("paired");
        assertThat(first.path("file").stringValue()).isEqualTo(strong());
        assertThat(first.path("generator_1").stringValue()).isEqualTo("base");
        assertThat(first.path("win_rate").doubleValue()).isEqualTo(47.5 / N * 100);
        assertThat(first.path("n_draws").intValue()).isEqualTo(5);
        assertThat(first.path("interval").path("method").stringValue()).startsWith("Wilson");
        JsonNode paired = files.get(1).path("paired");
        assertThat(paired).hasSize(1);
        assertThat(paired.get(0).path("n_shared").intValue()).isEqualTo(N);
        assertThat(paired.get(0).path("difference").path("value").doubleValue())
                .isEqualTo((30 - 47.5) / N * 100, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(paired.get(0).path("permutation").path("p").doubleValue()).isLessThan(0.05);
    }

    @Test
    void theTableFitsATerminalAndNamesItsMethods() throws IOException {
        Shell.Result result = Shell.run("winrate", strong(), weak(), "--detect", "5");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
        assertThat(result.out())
                .contains("against base, in percent")
                .contains("79.17", "Wilson", "sign-flip permutation", "McNemar, exact", "5.000 points need");
    }

    @Test
    void instructionsThatOnlyOneFileHasAreNamed() throws IOException {
        List<ObjectNode> rows = rows("other", i -> 2);
        rows.get(3).put("instruction", "asked here alone");
        Shell.Result result = Shell.run("winrate", strong(), write("other.json", rows), "--json");
        JsonNode paired =
                JsonMapper.shared().readTree(result.out()).get(1).path("paired").get(0);
        assertThat(paired.path("n_shared").intValue()).isEqualTo(N - 1);
        assertThat(paired.path("only_here").path("examples").get(0).stringValue())
                .isEqualTo("asked here alone");
        assertThat(paired.path("only_there").path("examples").get(0).stringValue())
                .isEqualTo("question 3");
    }

    @Test
    void filesWithoutASharedInstructionAreNotCompared() throws IOException {
        List<ObjectNode> rows = rows("other", i -> 2);
        rows.forEach(
                row -> row.put("instruction", "other " + row.path("instruction").stringValue()));
        Shell.Result result = Shell.run("winrate", strong(), write("other.json", rows), "--json");
        assertThat(result.code()).isZero();
        JsonNode paired =
                JsonMapper.shared().readTree(result.out()).get(1).path("paired").get(0);
        assertThat(paired.path("n_shared").intValue()).isZero();
        assertThat(paired.path("difference").isNull()).isTrue();
    }

    @Test
    void whatIsNotUsedIsNamedOnStderrAndInTheLedger() throws IOException {
        List<ObjectNode> rows = rows("model", i -> 2);
        rows.get(0).putNull("preference");
        rows.get(1).put("preference", 7);
        rows.get(2).put("generator_2", "stray");
        rows.add(rows.get(5));
        Shell.Result result = Shell.run("winrate", write("a.json", rows), "--out", path("out"));
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .contains("2 not used, no_verdict, the first at " + path("a.json") + ":2")
                .contains("1 not used, mixed_generators")
                .contains("1 not used, duplicate_annotation");
        assertThat(Files.readAllLines(folder.resolve("out/ledger.jsonl"))).hasSize(4);
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/winrate.json")));
        assertThat(json.path("files").get(0).path("n_total").intValue()).isEqualTo(N - 3);
        assertThat(json.path("files")
                        .get(0)
                        .path("set_aside")
                        .path("no_verdict")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void ofATornFileTheFiguresAreOfAPartAndTheCommandFails() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append(row("question " + i * 7919, "model", i % 2 + 1)).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(folder.resolve("torn.jsonl.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        Shell.Result result = Shell.run("winrate", path("torn.jsonl.gz"), "--json");
        assertThat(result.code()).isEqualTo(1);
        assertThat(JsonMapper.shared()
                        .readTree(result.out())
                        .get(0)
                        .path("n_total")
                        .intValue())
                .isBetween(100, 2900);
        assertThat(result.err()).contains("truncated_file");
    }

    @Test
    void aTornFileIsTheSameFailureWhateverItsForm() throws IOException {
        String array = "[" + row("q1", "model", 1) + "," + row("q2", "model", null) + "," + row("q3", "model", 2) + "]";
        Files.writeString(folder.resolve("torn.json"), array.substring(0, array.length() - 9));
        Shell.Result result = Shell.run("winrate", path("torn.json"), "--out", path("out"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("torn.json:1, element 2: 'preference' is null")
                .contains("torn.json:1, element 3: the file ends within this element of the array")
                .contains("a file ended too early: only the rows before the cut were used");
        assertThat(Files.readString(folder.resolve("out/ledger.jsonl"))).contains("\"line\":1,\"element\":3");

        String lines = row("q1", "model", 1) + "\n" + row("q2", "model", 2);
        Files.writeString(folder.resolve("torn.jsonl"), lines.substring(0, lines.length() - 9));
        Shell.Result second = Shell.run("winrate", path("torn.jsonl"), "--brief");
        assertThat(second.code()).isEqualTo(1);
        assertThat(second.err()).contains("torn.jsonl:2: the file ends within this line, after ");
    }

    @Test
    void aFileWithoutAVerdictIsWrong() throws IOException {
        Shell.Result result = Shell.run("winrate", write("a.json", rows("model", i -> null)));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("none of its rows (60) has a verdict");
    }

    @Test
    void otherFormsOfTheTable() throws IOException {
        assertThat(Shell.run("winrate", strong(), "--format", "csv").out().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("generator_2,generator_1,file,win_rate,standard_error");
        assertThat(Shell.run("winrate", strong(), "--format", "latex").out())
                .startsWith("\\begin{tabular}")
                .contains("str\\_ng & 79.17");
        assertThat(Shell.run("winrate", strong(), "--format", "markdown").out()).startsWith("| model | win rate |");
    }

    @Test
    void seedsOfAnArmAreASecondLevel() throws IOException {
        String s1 = write("s1.json", rows("sft", i -> i % 3 == 0 ? 2 : 1));
        String s2 = write("s2.json", rows("sft", i -> i % 4 == 0 ? 2 : 1));
        Shell.Result result =
                Shell.run("winrate", "--arm", "sft=" + s1 + "," + s2, "--arm", "dpo=" + strong(), "--json");
        assertThat(result.err()).isEmpty();
        JsonNode files = JsonMapper.shared().readTree(result.out());
        assertThat(files).hasSize(3);
        JsonNode arm = files.get(2).path("arm");
        assertThat(arm.path("name").stringValue()).isEqualTo("dpo");
        assertThat(arm.path("difference_from_first").path("value").doubleValue())
                .isGreaterThan(40);
        assertThat(files.get(0).path("arm").path("win_rate").path("method").stringValue())
                .isEqualTo("random effects of seeds and instructions, t");
    }

    @Test
    void categoriesAreTestedWithCorrection() throws IOException {
        Files.writeString(folder.resolve("skills.jsonl"), """
            {"instruction": "question 0", "skill": ["coding", "math"], "level": 10}
            {"instruction": "question 1", "skill": "coding", "level": 2}
            {"instruction": "question 2"}
            """);
        Shell.Result result = Shell.run("winrate", strong(), "--categories", path("skills.jsonl"), "--json");
        JsonNode tables = JsonMapper.shared().readTree(result.out()).get(0).path("categories");
        assertThat(tables).hasSize(2);
        assertThat(tables.get(0).path("by").stringValue()).isEqualTo("skill");
        assertThat(tables.get(0).path("uncategorised").intValue()).isEqualTo(N - 2);
        JsonNode coding = tables.get(0).path("rows").get(0);
        assertThat(coding.path("win_rate").path("n").intValue()).isEqualTo(2);
        assertThat(coding.path("p_holm").doubleValue())
                .isGreaterThanOrEqualTo(coding.path("p").doubleValue());
        assertThat(tables.get(1).path("rows"))
                .extracting(row -> row.path("name").stringValue())
                .containsExactly("2", "10");
        assertThat(result.err()).contains("missing_field, the first at " + path("skills.jsonl") + ":3");
    }

    @Test
    void theReportHoldsChartsAndAnswersAndNothingOfAnAnswerIsMarkup() throws IOException {
        List<ObjectNode> rows = rows("model", i -> 2);
        rows.get(4)
                .put("output_2", "<script>alert(1)</script>")
                .put("preference", 1)
                .put("preference_baseline_first", 2)
                .put("preference_candidate_first", 1);
        Shell.Result result = Shell.run("winrate", strong(), write("b.json", rows), "--html", path("report.html"));
        assertThat(result.code()).isZero();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("Win rate against length gap", "Position bias", "Paired tests", "disagreement")
                .contains("shown second: wins; shown first: loses")
                .doesNotContain("<script>alert(1)");
        assertThat(Shell.run("winrate", strong(), "--html", path("strong.json")).code())
                .isEqualTo(2);
    }

    @Test
    void wrongOptionsAreNamed() throws IOException {
        assertThat(Shell.run("winrate").err()).contains("missing annotation files");
        assertThat(Shell.run("winrate", strong(), "--difficulty", "tabel").err())
                .contains("difficulty must be one of off, none, estimated, table; did you mean table? (it is tabel)");
        assertThat(Shell.run("winrate", strong(), "--arm", "dpo").err()).contains("--arm is NAME=FILE,..., not 'dpo'");
        assertThat(Shell.run("winrate", path("none.json")).err()).contains("does not exist");
    }

    private String strong() throws IOException {
        return write("strong.json", rows("str_ng", i -> i < 45 ? 2 : i < 50 ? 1.5 : 1));
    }

    private String weak() throws IOException {
        return write("weak.json", rows("weak", i -> i % 2 + 1));
    }

    private interface Preference {
        Object of(int place);
    }

    private static List<ObjectNode> rows(String model, Preference preference) {
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < N; i++) {
            rows.add(row("question " + i, model, preference.of(i)));
        }
        return rows;
    }

    private static ObjectNode row(String instruction, String model, Object preference) {
        ObjectNode row = JsonMapper.shared()
                .createObjectNode()
                .put("instruction", instruction)
                .put("output_1", "the baseline's answer to " + instruction)
                .put("generator_1", "base")
                .put("output_2", "an answer".repeat(1 + instruction.length() % 7))
                .put("generator_2", model)
                .put("annotator", "judge");
        row.putPOJO("preference", preference);
        return row;
    }

    private String write(String name, List<ObjectNode> rows) throws IOException {
        StringBuilder lines = new StringBuilder("[\n");
        rows.forEach(row -> lines.append(lines.length() == 2 ? "" : ",\n").append(row));
        Files.writeString(folder.resolve(name), lines.append("\n]\n"));
        return path(name);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
