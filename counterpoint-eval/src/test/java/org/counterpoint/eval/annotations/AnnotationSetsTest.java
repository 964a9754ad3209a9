package org.counterpoint.eval.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class AnnotationSetsTest {

    @TempDir
    Path folder;

    @Test
    void aRowWithoutVerdictStaysForItsLengthAndIsNamed() throws IOException {
        Path file = AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(
                        AnnotationFiles.row("q0", 2),
                        AnnotationFiles.row("q1", null),
                        AnnotationFiles.row("q2", 2.5),
                        AnnotationFiles.row("q3", 0)));
        MemoryLedger ledger = new MemoryLedger();
        AnnotationSet set = AnnotationSets.read(file, AnnotationChoice.MOST, ledger, Progress.NONE);
        assertThat(set.judgements()).hasSize(4);
        assertThat(set.scores()).containsExactly(1, 0.5);
        assertThat(set.account().counts()).isEqualTo(Map.of("no_verdict", 2L));
        assertThat(ledger.entries())
                .extracting(entry -> entry.kind().wireName() + " " + entry.detail())
                .containsExactly(
                        "pair 'preference' is null: the judge gave no verdict",
                        "pair 'preference' is 2.5, not from 1 to 2");
    }

    @Test
    void whatIsNoAnnotationIsSetAsideWithItsLine() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.write(
                file,
                List.of(
                        AnnotationFiles.row("q0", 1).toString(),
                        "{broken",
                        AnnotationFiles.row("q1", "2").toString(),
                        AnnotationFiles.row("q2", true).toString(),
                        AnnotationFiles.row("q3", 1).without("output_2").toString(),
                        AnnotationFiles.row("q4", 1).put("instruction", 4).toString(),
                        AnnotationFiles.row("q5", 1).putNull("generator_2").toString()));
        MemoryLedger ledger = new MemoryLedger();
        AnnotationSet set = AnnotationSets.read(file, AnnotationChoice.MOST, ledger, Progress.NONE);
        assertThat(set.judgements()).hasSize(1);
        assertThat(set.rowsRead()).isEqualTo(7);
        assertThat(ledger.entries())
                .extracting(entry -> entry.origin().line() + " " + entry.reason())
                .containsExactly(
                        "2 bad_json",
                        "3 wrong_type",
                        "4 wrong_type",
                        "5 missing_field",
                        "6 wrong_type",
                        "7 wrong_type");
    }

    @Test
    void theFirstOfADuplicateStays() throws IOException {
        AnnotationSet set = AnnotationFiles.read(AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(AnnotationFiles.row("q", 2), AnnotationFiles.row("q", 2), AnnotationFiles.row("q", 1))));
        assertThat(set.scores()).containsExactly(1);
        assertThat(set.account().counts()).isEqualTo(Map.of("duplicate_annotation", 1L, "conflicting_annotation", 1L));
    }

    @Test
    void otherModelsInTheFileAreNeverJoined() throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        rows.add(AnnotationFiles.row("q0", 1).put("generator_2", "other"));
        rows.add(AnnotationFiles.row("q1", 2));
        rows.add(AnnotationFiles.row("q2", 2));
        Path file = AnnotationFiles.write(folder.resolve("a.json"), rows);
        AnnotationSet most = AnnotationFiles.read(file);
        assertThat(most.candidate()).isEqualTo("model");
        assertThat(most.scores()).containsExactly(1, 1);
        assertThat(most.account().first().get("mixed_generators").get(0).detail())
                .isEqualTo("the row compares other with base, the file's figures are of model with base");

        AnnotationSet asked =
                AnnotationSets.read(file, new AnnotationChoice("other", null), entry -> {}, Progress.NONE);
        assertThat(asked.scores()).containsExactly(0);
        assertThatThrownBy(() ->
                        AnnotationSets.read(file, new AnnotationChoice("third", null), entry -> {}, Progress.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("generator_2 is 'third'; it has other, model.");
    }

    @Test
    void judgesOfTheSameInstructionsStandSideBySide() throws IOException {
        AnnotationSet set = AnnotationFiles.read(AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(
                        AnnotationFiles.row("q0", 2),
                        AnnotationFiles.row("q1", 2),
                        AnnotationFiles.row("q0", 1).put("annotator", "second"))));
        assertThat(set.annotators()).containsExactly("judge");
        assertThat(set.scores()).containsExactly(1, 1);
        assertThat(set.otherJudges().get("second")).hasSize(1);
    }

    @Test
    void aPoolOfAnnotatorsStaysTogether() throws IOException {
        AnnotationSet set = AnnotationFiles.read(AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(
                        AnnotationFiles.row("q0", 2),
                        AnnotationFiles.row("q1", 1).put("annotator", "second"))));
        assertThat(set.annotators()).containsExactly("judge", "second");
        assertThat(set.scores()).containsExactly(1, 0);
    }

    @Test
    void lengthsAreInCodePoints() throws IOException {
        AnnotationSet set = AnnotationFiles.read(AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(AnnotationFiles.row("q0", 2).put("output_1", " \n").put("output_2", "🙂é世"))));
        assertThat(set.judgements().get(0).candidateLength()).isEqualTo(3);
        assertThat(set.emptyOutputs()).isEqualTo(1);
    }

    @Test
    void ofATornGzipFileTheRowsBeforeAreUsed() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append(AnnotationFiles.row("question " + i * 7919, i % 2 + 1)).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        Path file = folder.resolve("a.jsonl.gz");
        Files.write(file, Arrays.copyOf(packed.toByteArray(), packed.size() * 2 / 3));
        AnnotationSet set = AnnotationFiles.read(file);
        assertThat(set.judgements()).hasSizeBetween(500, 2900);
        assertThat(set.account().counts()).containsKey("truncated_file");
    }

    @Test
    void theShortWayReadsWhatTheLongOneReads() throws IOException {
        List<String> rows = List.of(
                AnnotationFiles.row("q \u00e9 \ud83d\ude42 \u4e16", 1.25)
                        .put("dataset", "koala")
                        .toString(),
                AnnotationFiles.row("q1", 0)
                        .putNull("annotator")
                        .put("price_per_example", 0.1)
                        .toString(),
                AnnotationFiles.row("q2", 1.75)
                        .put("output_1", " \n\u00a0")
                        .put("preference_baseline_first", 1)
                        .put("preference_candidate_first", 2.5)
                        .toString(),
                AnnotationFiles.row("q3", 2)
                        .put("output_1", "\ud83d\ude42 \u00e9")
                        .toString()
                        .replace("q3", "\\u0071 \\ud83d\\ude42 \\n\\\"\\/\\\\ \\u4e16"),
                AnnotationFiles.row("q4", 2)
                        .put("output_1", "")
                        .toString()
                        .replace("\"output_1\":\"\"", "\"output_1\":\"\\ud83d\\ude42 \\u00e9\""),
                AnnotationFiles.row("q5", 1.5)
                        .toString()
                        .replace(
                                "{",
                                "{ \"raw_completion\": {\"a\": [1.5e-3, true, {\"a\": null}], \"b\": []}, \"x\":"
                                        + " -0.5,"));
        Path file = Files.writeString(folder.resolve("a.json"), "\n[\n" + String.join(",\n\n", rows) + "\r\n]\n");
        List<JudgedRow> longWay = rows(file).stream().map(JudgedRow::of).toList();
        assertThat(WholeAnnotations.rows(file)).isEqualTo(longWay).hasSize(rows.size());
        assertThat(longWay.get(1).judgement().origin()).isEqualTo(new Origin(file.toString(), 5, 2));
        assertThat(longWay.get(3).judgement().baselineHash())
                .isEqualTo(longWay.get(4).judgement().baselineHash());
        assertThat(longWay.get(2).judgement().empty()).isTrue();
    }

    @Test
    void theShortWayGivesUpAtAnythingOutOfTheOrdinary() throws IOException {
        String row = AnnotationFiles.row("q", 2).toString();
        List<String> files = List.of(
                "[]",
                row,
                "[" + row + "] x",
                "[" + row + ", 1]",
                "[" + row,
                "[" + row.replace("\"preference\":2", "\"preference\":null") + "]",
                "[" + row.replace("\"preference\":2", "\"preference\":3") + "]",
                "[" + row.replace("\"preference\":2", "\"preference\":\"2\"") + "]",
                "[" + row.replace("\"q\"", "\"q\\ud83d\"") + "]",
                "[" + row.replace("\"judge\"", "7") + "]",
                "[" + row.replace("{", "{\"output_1\":\"twice\",") + "]",
                "[" + row.replace("{", "{\"x\":{\"a\":1,\"a\":2},") + "]",
                "[" + row.replace("{", "{\"x\":[1,],") + "]",
                "[" + row.replace("{", "{\"x\":01,") + "]",
                "[" + row.replace("{", "{\"x\":1.,") + "]",
                "[" + row.replace("{", "{\"x\":nul,") + "]",
                "[" + row.replace("{", "{\"x\":\"\\x\",") + "]",
                "[" + row.replace("{", "{\"x\":\"\t\",") + "]",
                "[" + row.replace("{", "{,") + "]",
                "[" + row.replace("{", "{\"x\":" + "[".repeat(100) + "]".repeat(100) + ",") + "]",
                "[" + row.replace("\"generator_2\"", "\"generator\"") + "]");
        for (String text : files) {
            Path file = Files.writeString(folder.resolve("b.json"), text);
            assertThat(WholeAnnotations.rows(file)).as(text).isNull();
        }
        Path torn = folder.resolve("c.json");
        byte[] bytes = ("[" + row + "]").getBytes(StandardCharsets.UTF_8);
        bytes[row.indexOf("answer")] = (byte) 0xC0;
        Files.write(torn, bytes);
        assertThat(WholeAnnotations.rows(torn)).isNull();
    }

    /** Cut anywhere, or with bytes changed, it is read in full as the long way reads it, or not at all. */
    @Test
    void theShortWaySeesNothingThatTheLongOneDoesNot() throws IOException {
        String row = AnnotationFiles.row("q \u00e9\u4e16\ud83d\ude42", 1.25).toString();
        String more = "[" + row + ",\n"
                + row.replace("answer", "\\ud83d\\ude42\\u00e9\\n\\\"").replace("q ", "r ")
                + ",{\"x\":[1.5e-3,true,{\"a\":null}],"
                + row.replace("q ", "s ").substring(1) + "]";
        byte[] bytes = more.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("a.json");
        Files.write(file, bytes);
        assertThat(WholeAnnotations.rows(file)).hasSize(3);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(WholeAnnotations.rows(file)).as("%d bytes", length).isNull();
        }
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            byte[] changed = bytes.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                byte[] likely = {'"', '\\', '{', '}', '[', ',', ':', '0', 'u', (byte) random.nextInt(256)};
                changed[random.nextInt(changed.length)] = likely[random.nextInt(likely.length)];
            }
            Files.write(file, changed);
            List<JudgedRow> found = WholeAnnotations.rows(file);
            if (found != null) {
                assertThat(found)
                        .as(new String(changed, StandardCharsets.UTF_8))
                        .isEqualTo(rows(file).stream().map(JudgedRow::of).toList());
            }
        }
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path source = AnnotationFiles.write(
                folder.resolve("a.json"),
                List.of(
                        AnnotationFiles.row("tab\t \u2028 🙂", 1.25).put("dataset", "koala"),
                        AnnotationFiles.row("q1", null)));
        Path copy = folder.resolve("b.json");
        List<AnnotationRow> rows = rows(source);
        try (AnnotationWriter writer = new AnnotationWriter(copy)) {
            for (AnnotationRow row : rows) {
                writer.write(row.annotation(), row.dataset(), Map.of());
            }
        }
        assertThat(rows(copy))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("annotation.origin")
                .isEqualTo(rows)
                .hasSize(2);
    }

    private static List<AnnotationRow> rows(Path file) {
        List<AnnotationRow> rows = new ArrayList<>();
        try (AnnotationReader reader = new AnnotationReader(file, entry -> {}, Progress.NONE)) {
            for (AnnotationRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
