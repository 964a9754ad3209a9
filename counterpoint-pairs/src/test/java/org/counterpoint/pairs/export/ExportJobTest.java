package org.counterpoint.pairs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.PromptIds;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.spill.Scratch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExportJobTest {

    @TempDir
    Path folder;

    private Path groups;

    @BeforeEach
    void writeGroups() throws IOException {
        groups = folder.resolve("groups.jsonl");
        Files.writeString(groups, """
            {"id":"1","messages":[{"role":"user","content":"Why?"}],"responses":[{"model":"a","text":"Because."},{"model":"b","text":"No idea, \\"really\\"."}],"pairs":[{"chosen":0,"rejected":1,"type":"a>b","scores":{"odd \\"name\\"":0.5}}]}
            {"id":"2","messages":[{"role":"user","content":"How?"}],"responses":[{"model":"a","text":"So."},{"model":"b","text":"Like this."}],"pairs":[{"chosen":0,"rejected":1,"type":"a>b","scores":{"length_gap":-7}}]}
            """);
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void everyFormHasARowAPairAndSaysWhereItIsFrom(ExportFormat format) throws IOException {
        ExportSummary summary = export(format);
        assertThat(summary.pairs()).isEqualTo(2);
        Path out = folder.resolve("out");
        assertThat(out.resolve(format.file())).isNotEmptyFile();
        assertThat(out.resolve("README.md")).content().contains("2");
        List<String> lineage = Files.readAllLines(out.resolve("lineage.jsonl"));
        assertThat(lineage).hasSize(2);
        JsonNode first = JsonMapper.shared().readTree(lineage.get(0));
        assertThat(first.path("chosen").path("file").asString()).isEqualTo(groups.toString());
        assertThat(first.path("chosen").path("line").asInt()).isEqualTo(1);
        assertThat(first.path("chosen").path("sha256").asString()).hasSize(64);
    }

    @Test
    void aTableIsReadBackWithItsTextsAndScores() {
        export(ExportFormat.PARQUET);
        List<ResponseGroup> back = new ArrayList<>();
        MemoryLedger ledger = new MemoryLedger();
        try (Scratch scratch = Scratch.in(folder);
                TrainingData data = new TrainingData(
                        folder.resolve("out/preference.parquet"),
                        TrainingData.Use.PREFERENCES,
                        ledger,
                        Progress.NONE,
                        scratch)) {
            for (ResponseGroup group = data.next(); group != null; group = data.next()) {
                back.add(group);
            }
        }
        assertThat(ledger.entries()).isEmpty();
        assertThat(back).hasSize(2);
        Pair first = back.get(0).pairs().get(0);
        assertThat(first.scores()).isEqualTo(Map.of("odd \"name\"", 0.5));
        assertThat(back.get(0).responses().get(first.rejected()).text()).isEqualTo("No idea, \"really\".");
        assertThat(back.get(1).pairs().get(0).scores()).isEqualTo(Map.of("length_gap", -7.0));
    }

    /** Its own reader keeps the first three and skips the others without an error. */
    @Test
    void whatLlamaFactoryWouldSkipIsInTheLedger() throws IOException {
        String roles = "";
        for (String prompt : List.of(
                "system user",
                "user assistant user",
                "user assistant tool",
                "user user",
                "user system user",
                "system",
                "user assistant")) {
            String messages = Arrays.stream(prompt.split(" "))
                    .map(role -> "{\"role\":\"" + role + "\",\"content\":\"" + prompt + "\"}")
                    .collect(Collectors.joining(","));
            roles += "{\"messages\":[" + messages + "],\"responses\":[{\"model\":\"a\",\"text\":\"1\"},"
                    + "{\"model\":\"b\",\"text\":\"2\"}]}\n";
        }
        Files.writeString(groups, roles);
        ExportSummary summary = export(ExportFormat.LLAMAFACTORY);
        assertThat(summary.pairs()).isEqualTo(3);
        assertThat(folder.resolve("out/ledger.jsonl")).content().contains("not_in_form");
        assertThat(Files.readAllLines(folder.resolve("out/ledger.jsonl"))).hasSize(4);
        assertThat(folder.resolve("out/dataset_info.json")).content().contains("\"observation_tag\" : \"tool\"");
    }

    /** What a form says comes back as it was: texts, models, types, prompts with all their turns. */
    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void everyFormIsReadBack(ExportFormat format) throws IOException {
        boolean texts = format == ExportFormat.TRL_STANDARD;
        if (!texts) {
            Files.writeString(groups, """
                {"id":"1","messages":[{"role":"system","content":"Be"},{"role":"user","content":"Why?"},{"role":"assistant","content":"x"},{"role":"user","content":" And? "}],"responses":[{"model":"a","text":" Because.\\n"},{"model":"b","text":"No idea, \\"really\\"."},{"model":"c","text":"日😀"}]}
                """);
        }
        export(format);
        List<ResponseGroup> back = read(folder.resolve("out").resolve(format.file()));
        List<ResponseGroup> given = read(groups);
        assertThat(pairsOf(back, texts)).isEqualTo(pairsOf(given, texts)).hasSize(texts ? 2 : 3);
        if (format != ExportFormat.NEMO_RL) {
            assertThat(back.get(0).responses())
                    .extracting(Response::model)
                    .isEqualTo(given.get(0).responses().stream()
                            .map(Response::model)
                            .toList());
        }
    }

    private static List<String> pairsOf(List<ResponseGroup> groups, boolean texts) {
        return groups.stream()
                .flatMap(group -> group.pairs().stream()
                        .map(pair -> (texts && group.prompt() instanceof Prompt.Plain plain
                                        ? "[{\"role\":\"user\",\"content\":\"" + plain.text() + "\"}]"
                                        : PromptIds.compactJson(group.prompt()))
                                + group.responses().get(pair.chosen()).text() + " > "
                                + group.responses().get(pair.rejected()).text()))
                .sorted()
                .toList();
    }

    private List<ResponseGroup> read(Path file) {
        MemoryLedger ledger = new MemoryLedger();
        try (Stream<ResponseGroup> data =
                TrainingData.stream(file, TrainingData.Use.PREFERENCES, ledger, Progress.NONE)) {
            List<ResponseGroup> all = data.toList();
            assertThat(ledger.entries()).isEmpty();
            return all;
        }
    }

    @Test
    void nothingIsWrittenWhereThereIsNoPair() throws IOException {
        Files.writeString(groups, "{\"id\":\"1\"}\n");
        assertThatThrownBy(() -> export(ExportFormat.TRL)).isInstanceOf(InputException.class);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void plainPairsSayWhichFormTakesThemAndTheLedgerIsKept(ExportFormat format) throws IOException {
        Files.writeString(groups, """
            {"prompt":"Which books are long?","chosen":"War and Peace is long.","rejected":"Books are heavy."}
            {"prompt":"Name a metal.","chosen":"Iron.","rejected":"Wood."}
            """);
        Path ledger = folder.resolve("out.ledger.jsonl");
        if (format == ExportFormat.TRL_STANDARD) {
            assertThat(export(format).pairs()).isEqualTo(2);
            assertThat(ledger).doesNotExist();
            return;
        }
        assertThatThrownBy(() -> export(format))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(groups + " gives no row of the form " + format.wireName()
                        + "; the first of 2 left out: " + groups + ":1: not_in_form: chosen>rejected: ")
                .hasMessageContaining("--format trl-standard")
                .hasMessageEndingWith("\nWhat was left out is in " + ledger + ".");
        assertThat(Files.readAllLines(ledger)).hasSize(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private ExportSummary export(ExportFormat format) {
        return ExportJob.run(
                new ExportJob.Settings(groups, new ExportChoices(format, null), folder.resolve("out"), false),
                Progress.NONE);
    }
}
