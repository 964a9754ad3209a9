package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.pairs.PairsSummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same answers by the local command and by Spark: the same bytes, however they are cut. */
class PairsOnSparkTest {
    private static final List<String> FILES =
            List.of("groups.jsonl", "pairs.jsonl", "origins.jsonl", "ledger.jsonl", "summary.json", "near-equal.jsonl");

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path folder;

    @Test
    void everyChoiceAndEveryCutGivesTheBytesOfTheLocalCommand() throws IOException {
        List<String> answers = answers(400);
        List<Map<String, String>> choices = List.of(
                Map.of(),
                Map.of(
                        "choose.duplicates", "near",
                        "choose.length", "balance",
                        "choose.balance_types", "true",
                        "choose.drop", "refusal,cut_off,near_identical,refusal_chosen,special_tokens",
                        "choose.max_words", "60",
                        "scores", "all"),
                Map.of(
                        "choose.duplicates", "exact",
                        "choose.pairs", "one_per_prompt",
                        "choose.length", "match",
                        "choose.types", "a>b,b>c",
                        "choose.decontaminate", evaluation()));
        for (int i = 0; i < choices.size(); i++) {
            Path local = local(answers, choices.get(i), "local" + i);
            for (int partitions : i == 0 ? new int[] {1, 3, 17} : new int[] {2}) {
                assertSame(local, onSpark(answers, choices.get(i), "spark" + i + "-" + partitions, partitions));
            }
        }
    }

    @Test
    void namesOfPartsAreInTheOrderOfTheirNumbers() {
        assertThat(ClusterOutput.partName("groups.jsonl", 9))
                .isEqualTo("part-000009.jsonl")
                .isLessThan(ClusterOutput.partName("groups.jsonl", 10));
        assertThat(ClusterOutput.partName("groups.parquet", 10)).isEqualTo("part-000010.parquet");
    }

    @Test
    void partsPutTogetherInTheOrderOfTheirNamesAreTheFiles() throws IOException {
        List<String> answers = answers(60);
        Path local = local(answers, Map.of(), "local");
        Path out = folder.resolve("parts");
        pairs(answers, Map.of(), out.toUri().toString(), new OutputLayout(true, 5));
        for (String file : List.of("groups.jsonl", "pairs.jsonl", "origins.jsonl", "ledger.jsonl")) {
            try (Stream<Path> list = Files.list(out.resolve(file))) {
                StringBuilder all = new StringBuilder();
                for (Path part : list.filter(each -> each.toString().endsWith(".jsonl"))
                        .sorted()
                        .toList()) {
                    all.append(Files.readString(part));
                }
                assertThat(all.toString()).as(file).isEqualTo(Files.readString(local.resolve(file)));
            }
        }
    }

    @Test
    void inputsAndOutputMayBeOnAnyFileSystemOfHadoops() throws IOException {
        List<String> answers = answers(60);
        Path local = local(answers, Map.of(), "local");
        List<String> elsewhere = answers.stream()
                .map(answer -> answer.replace(folder.toString(), OtherFileSystem.SCHEME + ":" + folder))
                .toList();
        String out = OtherFileSystem.SCHEME + ":" + folder.resolve("out");
        pairs(elsewhere, Map.of(), out, new OutputLayout(false, 3));
        for (String file : FILES) {
            if (Files.exists(local.resolve(file))) {
                assertThat(Files.readString(folder.resolve("out").resolve(file))
                                .replace(OtherFileSystem.SCHEME + ":", ""))
                        .as(file)
                        .isEqualTo(Files.readString(local.resolve(file)));
            }
        }
        assertThatThrownBy(() -> pairs(elsewhere, Map.of(), out, OutputLayout.WHOLE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exists; it is left as it is");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("partial"));
    }

    @Test
    void linesThatCrossTheCutsAreReadOnce() throws IOException {
        Path file = folder.resolve("cut.jsonl");
        StringBuilder text = new StringBuilder("\uFEFF\n");
        for (int i = 0; i < 3000; i++) {
            text.append("{\"instruction\":\"q")
                    .append(i % 1000)
                    .append("\",\"output\":\"")
                    .append("x".repeat(i % 900))
                    .append(i)
                    .append("\",\"generator\":\"")
                    .append("abc".charAt(i / 1000))
                    .append("\"}")
                    .append(i % 7 == 0 ? "\r\n\n" : "\n");
        }
        Files.writeString(file, text + "{\"instruction\":\"q1\",\"outp");
        assertThat(Files.size(file)).isGreaterThan(1 << 20);
        List<String> answers = List.of(file.toString());
        assertThat(InputPlan.of(
                        List.of(AnswerInput.parse(file.toString())),
                        2,
                        SPARK.context().hadoopConfiguration()))
                .hasSize(2);
        assertSame(local(answers, Map.of(), "local"), onSpark(answers, Map.of(), "spark", 2));
    }

    @Test
    @Tag("slow") // Spark compiles what it does with tables
    void rowsOfATableMakeThePairsOfTheSameLines() throws IOException {
        Path file = folder.resolve("rows.jsonl");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("{\"instruction\":\"q" + i % 20 + "\",\"output\":\"" + (i % 9 == 0 ? "" : "answer " + i)
                    + "\",\"generator\":\"" + "abc".charAt(i / 20) + "\"}\n");
        }
        Files.writeString(file, text);
        SparkSession session =
                SparkSession.builder().sparkContext(SPARK.context().sc()).getOrCreate();
        Dataset<Row> rows = session.read()
                .json(file.toString())
                .repartitionByRange(3, new org.apache.spark.sql.Column("generator"));
        PairTables made = CounterpointSpark.pairs(
                rows,
                Map.of("order", List.of("a", "b", "c")),
                folder.resolve("table").toString());
        PairsSummary local = localSummary(List.of(file.toString()), Map.of(), "local");
        assertThat(made.summary().pairsByType()).isEqualTo(local.pairsByType());
        assertThat(made.pairs().count()).isEqualTo(local.pairs());
        assertThat(made.groups().count()).isEqualTo(local.groups());
        assertThat(made.ledger().count()).isEqualTo(7);
        assertThatThrownBy(() -> CounterpointSpark.pairs(
                        rows, Map.of("order", "a,b"), folder.resolve("o").toString()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in the files, not in --order: c");
        assertThat(folder.resolve("o")).doesNotExist();
    }

    @Test
    void oneModelsManyRepeatsOfAPromptDoNotStopIt() throws IOException {
        Path file = folder.resolve("skew.jsonl");
        StringBuilder text =
                new StringBuilder("{\"instruction\":\"same\",\"output\":\"better\",\"generator\":\"a\"}\n");
        for (int i = 0; i < 20_000; i++) {
            text.append("{\"instruction\":\"same\",\"output\":\"").append(i).append("\",\"generator\":\"b\"}\n");
        }
        Files.writeString(file, text);
        List<String> answers = List.of(file.toString());
        assertSame(
                local(answers, Map.of("order", "a,b"), "local"), onSpark(answers, Map.of("order", "a,b"), "spark", 4));
    }

    @Test
    void whatCannotBeUsedIsSaidAsTheLocalCommandSaysIt() throws IOException {
        Path good = write("good.jsonl", "{\"instruction\":\"q\",\"output\":\"x\",\"generator\":\"a\"}\n");
        List<List<String>> inputs = List.of(
                List.of(good.toString(), folder.resolve("none.jsonl").toString()),
                List.of(good.toString(), write("empty.jsonl", "").toString()),
                List.of(good.toString(), write("blank.jsonl", "\n \n").toString()),
                List.of(
                        good.toString(),
                        write("bad.jsonl", "{\"text\": 1}\n[]\n").toString()),
                List.of(good.toString(), write("torn.json.gz", "no gzip").toString()),
                List.of(good.toString(), write("torn.parquet", "no table").toString()),
                List.of(good.toString()));
        for (List<String> answers : inputs) {
            String expected = failure(() -> local(answers, Map.of("order", "a,b"), "local"));
            assertThat(failure(() -> onSpark(answers, Map.of("order", "a,b"), "spark", 2)))
                    .isEqualTo(expected.replace("local.ledger", "spark.ledger"));
            assertThat(folder.resolve("spark")).doesNotExist();
        }
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("partial"));
        assertThat(Files.readString(folder.resolve("spark.ledger.jsonl")))
                .isEqualTo(Files.readString(folder.resolve("local.ledger.jsonl")));
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static String failure(Work work) throws IOException {
        try {
            work.run();
        } catch (InputException e) {
            return e.getMessage();
        }
        throw new AssertionError("it went well");
    }

    private String evaluation() throws IOException {
        return write("evaluation.jsonl", "{\"instruction\":\"Question 7 of the many that there are to ask?\"}\n")
                .toString();
    }

    /** Answers of three models in files of several kinds, with what real ones have: repeats, faults, refusals, ids. */
    private List<String> answers(int prompts) throws IOException {
        Random random = new Random(7);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String model : List.of("a", "b", "c")) {
            List<String> own = rows.computeIfAbsent(model, name -> new ArrayList<>());
            for (int i = 0; i < prompts; i++) {
                int prompt = random.nextInt(prompts);
                String text = random.nextInt(12) == 0
                        ? "I'm sorry, but I can't help."
                        : random.nextInt(20) == 0 ? " " : words(random, 3 + random.nextInt(70));
                String id = random.nextInt(3) == 0 ? ",\"id\":\"i" + random.nextInt(prompts) + "\"" : "";
                String finish = random.nextInt(15) == 0 ? ",\"finish\":\"length\"" : "";
                own.add("{\"messages\":[{\"role\":\"user\",\"content\":\"Question " + prompt
                        + (random.nextInt(30) == 0 ? "  of" : " of")
                        + " the many that there are to ask?\"}],\"model\":\""
                        + model + "\",\"text\":\"" + text + "\"" + id + finish + "}");
                if (random.nextInt(25) == 0) {
                    own.add(List.of("[1]", "{\"id\":3}", "{broken", "{\"instruction\":\"q\",\"output\":null}")
                            .get(random.nextInt(4)));
                }
            }
        }
        Path array = write("b.json", "[\n" + String.join(",\n", valid(rows.get("b"))) + "\n]");
        Path packed = folder.resolve("c.jsonl.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(String.join("\n", rows.get("c")).getBytes(StandardCharsets.UTF_8));
        }
        Path dataset = Files.createDirectories(folder.resolve("dataset"));
        Files.writeString(
                dataset.resolve("1.jsonl"), String.join("\n", rows.get("a").subList(0, prompts / 2)) + "\n");
        Files.writeString(
                dataset.resolve("2.jsonl"), String.join("\n", rows.get("a").subList(prompts / 2, prompts)));
        return List.of(dataset.toString(), "b=" + array, packed.toString());
    }

    private static List<String> valid(List<String> rows) {
        return rows.stream().filter(row -> !row.startsWith("{broken")).toList();
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append("word").append(random.nextInt(50));
        }
        return text.toString();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static PairChoices choices(Map<String, String> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        all.putIfAbsent("order", "a,b,c");
        return PairChoices.SCHEMA.read(all).orElseThrow(faults -> new InputException(faults.toString()));
    }

    private Path local(List<String> answers, Map<String, String> choices, String name) throws IOException {
        localSummary(answers, choices, name);
        return folder.resolve(name);
    }

    private PairsSummary localSummary(List<String> answers, Map<String, String> choices, String name) {
        return PairsJob.run(
                new PairsJob.Settings(
                        answers.stream().map(AnswerFile::parse).toList(),
                        choices(choices),
                        folder.resolve(name),
                        false),
                Progress.NONE);
    }

    private Path onSpark(List<String> answers, Map<String, String> choices, String name, int partitions) {
        pairs(answers, choices, folder.resolve(name).toString(), new OutputLayout(false, partitions));
        return folder.resolve(name);
    }

    private static void pairs(List<String> answers, Map<String, String> choices, String out, OutputLayout layout) {
        CounterpointSpark.pairs(
                SPARK.context(),
                new PairsSettings(
                        answers.stream().map(AnswerInput::parse).toList(), choices(choices), out, false, layout),
                (summary, made) -> {},
                Progress.NONE);
    }

    private static void assertSame(Path local, Path made) throws IOException {
        for (String file : FILES) {
            assertThat(Files.exists(made.resolve(file))).as(file).isEqualTo(Files.exists(local.resolve(file)));
            if (Files.exists(local.resolve(file))) {
                assertThat(Files.readString(made.resolve(file)))
                        .as(file)
                        .isEqualTo(Files.readString(local.resolve(file)));
            }
        }
        try (Stream<Path> one = Files.list(local);
                Stream<Path> other = Files.list(made)) {
            assertThat(other.map(Path::getFileName).sorted().toList())
                    .isEqualTo(one.map(Path::getFileName).sorted().toList());
        }
    }
}
