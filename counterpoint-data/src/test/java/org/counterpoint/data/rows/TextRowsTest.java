package org.counterpoint.data.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextRowsTest {
    @TempDir
    Path folder;

    @Test
    void aBrokenRowIsDescribedWithoutTheParsersSettings() {
        for (String text : List.of("{\"a\": [1", "{\"a\": 1", "{\"a\": x}")) {
            Row row = RowParser.parse(text, new Origin("a.jsonl", 1));
            assertThat(((Row.Broken) row).detail())
                    .matches(".+ \\(column \\d+ of the row\\)")
                    .doesNotContain("Source")
                    .doesNotContain("from `");
        }
    }

    @Test
    void linesKeepTheirNumbersAcrossBlankOnes() throws IOException {
        assertThat(read("a.jsonl", "\n{\"a\":1}\n  \t\r\n{\"a\":2}\r\nno json\n{\"a\":3}"))
                .containsExactly("2 {\"a\":1}", "4 {\"a\":2}", "5 bad_json", "6 {\"a\":3}");
    }

    @Test
    void aByteOrderMarkIsSkippedAndAParagraphSeparatorIsText() throws IOException {
        assertThat(read("a.jsonl", "\uFEFF{\"a\":\"x\u2028y\u2029z\u0085\"}\n"))
                .containsExactly("1 {\"a\":\"x\u2028y\u2029z\u0085\"}");
    }

    @Test
    void oneRowsInvalidUtf8CostsThatRowOnly() throws IOException {
        byte[] bytes = "{\"a\":\"\u00e9\"}\n{\"a\":2}\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(read("a.jsonl", bytes)).containsExactly("1 bad_encoding", "2 {\"a\":2}");
    }

    @Test
    void halfASurrogatePairIsNoCharacter() throws IOException {
        assertThat(read(
                        "a.jsonl",
                        "{\"a\":[\"\\ud83d\"]}\n"
                                + "{\"a\":\"\\ud83d\\ude00\"}\n"
                                + "{\"a\":\"\\ude00\\ud83d\"}\n"
                                + "{\"\\ud83d\":1}\n"))
                .containsExactly("1 bad_encoding", "2 {\"a\":\"\\ud83d\\ude00\"}", "3 bad_encoding", "4 bad_encoding");
    }

    @Test
    void whatJsonDoesNotAllowIsRefused() throws IOException {
        assertThat(read(
                        "a.jsonl",
                        "{\"a\":1,\"a\":2}\n{\"a\":1}{\"b\":2}\n{'a':1}\n[1]\nnull\n\"x\"\n{\"a\":\"\t\"}\n"))
                .containsExactly(
                        "1 bad_json",
                        "2 bad_json",
                        "3 bad_json",
                        "4 wrong_type",
                        "5 wrong_type",
                        "6 wrong_type",
                        "7 bad_json");
    }

    @Test
    void nestingBombsAndLongLinesDoNotHarm() throws IOException {
        String text = "x".repeat(200_000);
        String rows = "[".repeat(1_000_000) + "\n" + "{\"a\":".repeat(1_000_000) + "\n{\"a\":\"" + text + "\"}\n";
        assertThat(read("a.jsonl", rows)).containsExactly("1 bad_json", "2 bad_json", "3 {\"a\":\"" + text + "\"}");
    }

    @Test
    void anEndlessLineIsSkippedWithItsReason() throws IOException {
        Path file = folder.resolve("long.jsonl");
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 17; i++) {
                out.write(chunk);
            }
            out.write("\n{\"a\":1}\n".getBytes(UTF_8));
        }
        List<Row> rows = rows(file);
        assertThat(rows).hasSize(2);
        assertThat(((Row.Broken) rows.get(0)).detail()).isEqualTo("the row is longer than 16 MiB");
        assertThat(rows.get(1)).isInstanceOf(Row.Valid.class);
    }

    @Test
    void anArraysRowsStandWhereTheyBegin() throws IOException {
        assertThat(read("a.json", "[\n  {\n\"a\":\n1},\n\n  2, {\"b\":\"],\\\"[{\"}\n]\n"))
                .containsExactly("2 { \"a\": 1}", "6 wrong_type", "6 {\"b\":\"],\\\"[{\"}");
    }

    @Test
    void aBrokenElementCostsItselfOnly() throws IOException {
        assertThat(read("a.json", "[{\"a\":1},\n{\"a\" 2},\n{\"a\":3},\n]"))
                .containsExactly("1 {\"a\":1}", "2 bad_json", "3 {\"a\":3}", "4 bad_json");
    }

    @Test
    void anArrayCutShortGivesTheRowsBefore() throws IOException {
        assertThat(read("a.json", "[{\"a\":1},\n{\"a\":\"x")).containsExactly("1 {\"a\":1}", "2 truncated_file");
        assertThat(read("a.json", "[{\"a\":1}")).containsExactly("1 truncated_file");
        assertThat(read("a.json", "[{\"a\":1},\n")).containsExactly("1 {\"a\":1}", "2 truncated_file");
        assertThat(read("a.json", "[]\n{}")).containsExactly("2 bad_json");
    }

    @Test
    void aLastLineThatIsCutShortIsToldFromABrokenOne() throws IOException {
        String row = "{\"a\":{\"b\":[\"x\\\"\"]}, \"c\":\"é\"}";
        byte[] whole = ("{\"a\":1}\n" + row).getBytes(UTF_8);
        assertThat(read("a.jsonl", whole)).containsExactly("1 {\"a\":1}", "2 " + row);
        for (int length = 9; length < whole.length; length++) { // within a character of two bytes, too
            assertThat(read("a.jsonl", Arrays.copyOf(whole, length)))
                    .containsExactly("1 {\"a\":1}", "2 truncated_file");
        }
        assertThat(read("a.jsonl", "{\"a\":\n{\"a\" 1}")).containsExactly("1 bad_json", "2 bad_json");
        assertThat(read("a.jsonl", "{\"a\":1}\nit's")).containsExactly("1 {\"a\":1}", "2 bad_json");
    }

    @Test
    void whatIsCutShortSaysWhere() throws IOException {
        Path lines = Files.writeString(folder.resolve("a.jsonl"), "{\"a\":1}\n{\"a\"");
        assertThat(((Row.Broken) rows(lines).get(1)).detail())
                .isEqualTo("the file ends within this line, after 12 bytes");
        Path array = Files.writeString(folder.resolve("a.json"), "[{\"a\":1},{\"a\"");
        Row.Broken torn = (Row.Broken) rows(array).get(1);
        assertThat(torn.origin()).hasToString(array + ":1, element 2");
        assertThat(torn.detail())
                .isEqualTo("the file ends within this element of the array, after 13 bytes: it was cut short, or"
                        + " something before is not closed");
    }

    @Test
    void anArraysRowsAreNumbered() throws IOException {
        Path array = Files.writeString(folder.resolve("a.json"), "[{\"a\":1},{\"a\" 2},\n{\"a\":3}]x");
        assertThat(rows(array))
                .extracting(row -> row.origin().line() + "." + row.origin().element())
                .containsExactly("1.1", "1.2", "2.3", "2.4");
        Path lines = Files.writeString(folder.resolve("a.jsonl"), "{}\n");
        assertThat(rows(lines).get(0).origin()).hasToString(lines + ":1");
    }

    @Test
    void aJsonFileThatIsNoArraySaysSo() {
        assertThatThrownBy(() -> read("a.json", "\"a\"\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.json:1: a .json file holds one array, but it begins with '\"'")
                .hasMessageContaining("let its name end in .jsonl");
        assertThatThrownBy(() -> read("b.json", "{\n\"a\":1}\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "b.json:1: a .json file holds one array, or one object a line, but this one begins"
                                + " with an object of several lines.")
                .hasMessageContaining("Put the rows into an array, or one on each line.");
    }

    @Test
    void whatIsGzipOrUtf16IsToldAsThat() throws IOException {
        byte[] gzip = gzip("{\"a\":1}\n".getBytes(UTF_8));
        byte[] utf16 = "{\"a\":1}\n".getBytes(StandardCharsets.UTF_16);
        assertThat(rows(Files.write(folder.resolve("g.jsonl"), gzip)).get(0))
                .extracting(row -> ((Row.Broken) row).detail())
                .asString()
                .endsWith("it looks like gzip; let the file's name end in .gz");
        assertThat(rows(Files.write(folder.resolve("u.jsonl"), utf16)).get(0))
                .extracting(row -> ((Row.Broken) row).detail())
                .asString()
                .endsWith("it looks like UTF-16; write the file in UTF-8");
        assertThatThrownBy(() -> read("g.json", gzip))
                .hasMessageContaining("byte 0x1F, as gzip does: let its name end in .gz");
        assertThatThrownBy(() -> read("u.json", utf16))
                .hasMessageContaining("byte 0xFE, as UTF-16 does: write it in UTF-8");
    }

    @Test
    void whatAFileHoldsBeatsWhatItsNamePromises() throws IOException {
        assertThat(read("a.json", "{\"a\":1}\n{\"a\":2}")).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
        assertThat(read("a.jsonl", "[\n{\"a\":1},\n{\"a\":2}\n]\n")).containsExactly("2 {\"a\":1}", "3 {\"a\":2}");
        assertThat(read("b.jsonl", "\uFEFF [{\"a\":1}]")).containsExactly("1 {\"a\":1}");
        assertThat(read("c.jsonl", "[1]\n{\"a\":1}\n")).containsExactly("1 wrong_type", "2 {\"a\":1}");
    }

    @Test
    void whatPythonWritesOfNoNumberIsNothing() throws IOException {
        assertThat(rows(Files.writeString(
                        folder.resolve("a.jsonl"),
                        "{\"a\":NaN,\"b\":[-Infinity,1]}\n{\"a\":Infinity,\"b\":\"\\u00e9\"}\n{\"a\":1e999}\n")))
                .extracting(row -> ((Row.Valid) row).json().toString())
                .containsExactly("{\"a\":null,\"b\":[null,1]}", "{\"a\":null,\"b\":\"é\"}", "{\"a\":null}");
    }

    @Test
    void whatIsNoJsonIsSaidInPlainWords() throws IOException {
        List<Row> broken = rows(Files.writeString(
                folder.resolve("w.jsonl"),
                "no json\n{b:1}\n{\"a\":1,\"a\":2}\n{\"a\":1}}\n{\"a\":01}\n{\"a\":\"\\q\"}\n{\"a\":\"\t\"}\n"
                        + "[".repeat(600) + "\n{\"a\": 1\n{\"a\":1 \"b\":2}\n{}"));
        assertThat(broken.subList(0, 10))
                .extracting(row -> ((Row.Broken) row).detail())
                .containsExactly(
                        "'no' is no JSON value (column 1 of the row)",
                        "'b' stands where it may not (column 2 of the row)",
                        "the key \"a\" stands twice (column 11 of the row)",
                        "something follows the row's end (column 8 of the row)",
                        "a number is written as JSON has none (column 7 of the row)",
                        "a backslash stands before a character that takes none (column 8 of the row)",
                        "a control character stands in a text unescaped (column 7 of the row)",
                        "it is nested too deep: more than 500 levels",
                        "it ends too early: a quote or a bracket is open (column 8 of the row)",
                        "'\"' stands where it may not (column 8 of the row)");
    }

    @Test
    void compressedFilesAreReadAsTheyAre() throws IOException {
        byte[] rows = "{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8);
        byte[] twice = concat(gzip(rows), gzip("{\"a\":3}\n".getBytes(UTF_8)));
        assertThat(read("a.jsonl.gz", twice)).containsExactly("1 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}");
        assertThat(read("a.jsonl.zst", Zstd.compress(rows))).containsExactly("1 {\"a\":1}", "2 {\"a\":2}");
        assertThat(read("a.json.zst", Zstd.compress("[{\"a\":1}]".getBytes(UTF_8))))
                .containsExactly("1 {\"a\":1}");
    }

    @Test
    void aCompressedFileCutShortGivesTheRowsBeforeAndSaysSo() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            text.append("{\"a\":").append(random.nextLong()).append("}\n");
        }
        byte[] rows = text.toString().getBytes(UTF_8);
        for (byte[] packed : List.of(gzip(rows), Zstd.compress(rows))) {
            String name = packed[0] == 0x1f ? "b.jsonl.gz" : "b.jsonl.zst";
            List<String> whole = read(name, packed);
            assertThat(whole).hasSize(50_000);
            List<String> cut = read(name, Arrays.copyOf(packed, packed.length / 2));
            assertThat(cut).hasSizeBetween(10_000, 40_000);
            int last = cut.size() - 1;
            assertThat(cut.get(last)).isEqualTo(cut.size() + " truncated_file");
            assertThat(cut.subList(0, last)).isEqualTo(whole.subList(0, last));
        }
    }

    @Test
    void damageWithinACompressedFileCountsAsItsEnd() throws IOException {
        byte[] packed = gzip("{\"a\":1}\n".repeat(10).getBytes(UTF_8));
        packed[packed.length - 6] ^= 0x55; // in the checksum
        assertThat(read("a.jsonl.gz", packed)).hasSize(11).endsWith("11 truncated_file");
    }

    @Test
    void whatFollowsCompressedDataAndIsNoneIsNotPassedOver() throws IOException {
        byte[] one = gzip("{\"a\":1}\n".repeat(3).getBytes(UTF_8));
        byte[] two = gzip("{\"a\":2}\n".repeat(2).getBytes(UTF_8));
        assertThat(read("a.jsonl.gz", joined(one, two))).hasSize(5).endsWith("5 {\"a\":2}");
        two[0] = 0;
        assertThat(read("a.jsonl.gz", joined(one, two))).hasSize(4).endsWith("4 truncated_file");
        assertThat(read("a.jsonl.zst", joined(Zstd.compress("{\"a\":1}\n".getBytes(UTF_8)), two)))
                .containsExactly("1 {\"a\":1}", "2 truncated_file");
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void arraysOfAFolderAreDataWhereNothingElseIs() throws IOException {
        Files.writeString(folder.resolve("a.json"), "[{\"a\":1},{\"a\":2}]");
        Files.writeString(folder.resolve("dataset_infos.json"), "[{\"a\":9}]");
        Files.writeString(folder.resolve(".hidden.json"), "[{\"a\":9}]");
        assertThat(count(folder)).isEqualTo(2);
        Files.writeString(folder.resolve("b.jsonl"), "{\"a\":3}\n");
        assertThat(count(folder)).isEqualTo(1);
    }

    @Test
    void linksToFoldersAreReadAsFolders() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("a.jsonl"), "{\"a\":1}\n");
        assertThat(count(Files.createSymbolicLink(folder.resolve("link"), data)))
                .isEqualTo(1);
        Path above = Files.createDirectory(folder.resolve("above"));
        Files.writeString(above.resolve("b.jsonl"), "{\"a\":2}\n");
        Files.createSymbolicLink(above.resolve("train"), data);
        assertThat(count(above)).isEqualTo(2);
        Files.createSymbolicLink(data.resolve("loop"), above);
        assertThatThrownBy(() -> Rows.open(above))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(above + " cannot be looked through: ");
    }

    @Test
    void foldersThatHoldSomethingElseAreNamedAsThat() throws IOException {
        Path saved = Files.createDirectory(folder.resolve("saved"));
        Files.writeString(saved.resolve("data-00000-of-00001.arrow"), "ARROW1");
        Files.writeString(saved.resolve("state.json"), "{}");
        assertThatThrownBy(() -> Rows.open(saved))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("its .arrow files are not read: write the data set with to_parquet in place of"
                        + " save_to_disk.");
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        assertThatThrownBy(() -> Rows.open(model))
                .isInstanceOf(InputException.class)
                .hasMessage(model + " is a model's folder (it has a config.json); give a file of rows, or a folder of"
                        + " such files.");
    }

    private static int count(Path file) {
        int rows = 0;
        try (RowReader reader = Rows.open(file)) {
            for (; reader.hasNext(); reader.next()) {
                rows++;
            }
        }
        return rows;
    }

    @Test
    void filesThatCannotBeUsedAreRefused() throws IOException {
        assertThatThrownBy(() -> Rows.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessage(folder
                        + " is a directory without data files (.parquet, .jsonl, .jsonl.gz, .jsonl.zst, .json.gz, .json.zst, .json);"
                        + " give one that holds them, or a file"
                        + " of rows.");
        assertThatThrownBy(() -> Rows.open(folder.resolve("none.jsonl")))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("none.jsonl does not exist; check the path.");
        for (String name : List.of("e.jsonl", "e.json", "e.jsonl.gz", "e.jsonl.zst", "e.parquet")) {
            Path empty = Files.createFile(folder.resolve(name));
            assertThatThrownBy(() -> Rows.open(empty))
                    .isInstanceOf(InputException.class)
                    .hasMessage(empty + " is empty (0 bytes); give a file that holds rows.");
        }
        for (String name : List.of("n.jsonl.gz", "n.jsonl.zst")) {
            Path plain = Files.writeString(folder.resolve(name), "{\"a\":1}\n");
            assertThatThrownBy(() -> Rows.open(plain))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(plain + " is not the compressed file that its name promises");
        }
    }

    private List<String> read(String name, String text) throws IOException {
        return read(name, text.getBytes(UTF_8));
    }

    private List<String> read(String name, byte[] bytes) throws IOException {
        return rows(Files.write(folder.resolve(name), bytes)).stream()
                .map(row -> row.origin().line() + " "
                        + (row instanceof Row.Valid valid
                                ? valid.written().get().strip()
                                : ((Row.Broken) row).reason()))
                .toList();
    }

    private static List<Row> rows(Path file) {
        List<Row> rows = new ArrayList<>();
        try (RowReader reader = Rows.open(file)) {
            reader.forEachRemaining(rows::add);
            assertThat(reader.position()).isLessThanOrEqualTo(reader.size());
        }
        return rows;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
