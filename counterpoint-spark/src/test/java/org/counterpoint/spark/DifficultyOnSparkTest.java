package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.data.InputException;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;
import org.counterpoint.pairs.core.verdict.OrderEstimate;
import org.counterpoint.pairs.core.verdict.VerdictTable;
import org.counterpoint.pairs.local.VerdictFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same groups, pairs and verdicts by the local commands and by Spark: the same bytes, however they are cut. */
class DifficultyOnSparkTest {
    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path folder;

    @Test
    void groupsAreScoredAsHere() throws IOException {
        Path data = write("groups.jsonl", groups(3_000));
        assertThat(parts(data)).isGreaterThan(1);
        DifficultyChoices choices = choices(Map.of(
                "logps", scores("logp", 3_000, true).toString(),
                "rewards", scores("score", 3_000, false).toString(),
                "verdicts",
                        List.of(write("verdicts.jsonl", verdictsOfGroups(2_900)).toString()),
                "missing", "drop"));
        assertSame(data, choices, 0, 7);
    }

    @Test
    void pairsAreBroughtTogetherAndScoredAsHere() throws IOException {
        Path data = write("pairs.jsonl", pairs(8_000, 3_000));
        assertThat(parts(data)).isGreaterThan(1);
        assertSame(data, choices(Map.of()), 0, 1, 5);
        assertSame(data, choices(Map.of("logps", scores("logp", 3_000, true).toString(), "missing", "drop")), 3);
    }

    @Test
    void theFirstRowThatTellsSaysWhatTheFileHas() throws IOException {
        List<String> rows = new ArrayList<>(groups(3_000));
        Collections.reverse(rows);
        rows.addAll(0, List.of("", "{\"instruction\":\"q\",\"output\":\"one answer\"}", "{broken"));
        rows.addAll(pairs(20, 9));
        assertSame(write("mixed.jsonl", rows), choices(Map.of()), 0);
        rows.add(1, pairs(1, 1).get(0));
        assertSame(write("mixed2.jsonl", rows), choices(Map.of()), 2);
    }

    @Test
    void whatCannotBeUsedIsSaidAsHereAndItsLedgerKept() throws IOException {
        Path none = write("none.jsonl", List.of("{broken", "{\"instruction\":\"q\",\"output\":\"one answer\"}"));
        Path good = write("good.jsonl", groups(20));
        assertSameFailure(none, choices(Map.of()));
        assertSameFailure(folder.resolve("missing.jsonl"), choices(Map.of()));
        assertSameFailure(
                good, choices(Map.of("logps", folder.resolve("missing").toString())));
        assertSameFailure(
                good, choices(Map.of("rewards", scores("logp", 20, true).toString())));
        assertSameFailure(good, choices(Map.of("verdicts", List.of(none.toString()))));
    }

    @Test
    void verdictsOfPartsAreTheVerdictsOfTheFiles() throws IOException {
        List<String> files = List.of(
                write("one.jsonl", verdicts(9_000)).toString(),
                write("other.json", List.of("[", String.join(",\n", verdicts(30)), "]"))
                        .toString());
        assertThat(parts(Path.of(files.get(0)))).isGreaterThan(1);
        MemoryLedger here = new MemoryLedger();
        MemoryLedger there = new MemoryLedger();
        VerdictTable local = VerdictFiles.read(files.stream().map(Path::of).toList(), here, Progress.NONE);
        VerdictTable onSpark = new OrderOnSpark(SPARK.context(), files).run(there);
        assertThat(OrderEstimate.of(onSpark).toJson())
                .isEqualTo(OrderEstimate.of(local).toJson());
        assertThat(there.entries()).isEqualTo(here.entries()).hasSizeGreaterThan(2);
        assertThat(there.entries())
                .anySatisfy(entry -> assertThat(entry.origin().line()).isGreaterThan(8_000));

        String none =
                write("nothing.jsonl", List.of("", "{\"instruction\":\"q\"}")).toString();
        assertThatThrownBy(() -> VerdictFiles.read(List.of(Path.of(none)), here, Progress.NONE))
                .isInstanceOf(InputException.class)
                .satisfies(expected -> assertThatThrownBy(
                                () -> new OrderOnSpark(SPARK.context(), List.of(none)).run(there))
                        .isInstanceOf(InputException.class)
                        .hasMessage(expected.getMessage()));
    }

    private void assertSame(Path data, DifficultyChoices choices, int... partitions) throws IOException {
        Path local = folder.resolve("local-" + data.getFileName());
        DifficultyJob.Summary here =
                DifficultyJob.run(new DifficultyJob.Settings(data, choices, local, true), Progress.NONE);
        assertThat(here.setAside()).isNotEmpty();
        for (int number : partitions) {
            Path out = folder.resolve("spark-" + data.getFileName() + number);
            DifficultyJob.Summary there = onSpark(data, choices, out, number);
            assertThat(there).usingRecursiveComparison().isEqualTo(here);
            for (String file : List.of("groups.jsonl", "ledger.jsonl")) {
                assertThat(out.resolve(file)).hasSameTextualContentAs(local.resolve(file));
            }
            assertThat(out).isDirectoryContaining("glob:**/groups.jsonl");
            assertThat(out.toFile().list())
                    .containsExactlyInAnyOrder(local.toFile().list());
        }
    }

    private void assertSameFailure(Path data, DifficultyChoices choices) throws IOException {
        Path local = folder.resolve("local");
        Path out = folder.resolve("spark");
        Path kept = folder.resolve("local.ledger.jsonl");
        Path keptThere = folder.resolve("spark.ledger.jsonl");
        Files.deleteIfExists(kept);
        Files.deleteIfExists(keptThere);
        assertThatThrownBy(
                        () -> DifficultyJob.run(new DifficultyJob.Settings(data, choices, local, false), Progress.NONE))
                .isInstanceOf(InputException.class)
                .satisfies(expected -> assertThatThrownBy(() -> onSpark(data, choices, out, 0))
                        .isInstanceOf(InputException.class)
                        .hasMessage(expected.getMessage().replace("local.ledger", "spark.ledger")));
        assertThat(out).doesNotExist();
        assertThat(Files.exists(keptThere)).isEqualTo(Files.exists(kept));
        if (Files.exists(kept)) {
            assertThat(keptThere).hasSameTextualContentAs(kept);
        }
    }

    private static DifficultyJob.Summary onSpark(Path data, DifficultyChoices choices, Path out, int partitions) {
        return new DifficultyOnSpark(
                        SPARK.context(),
                        new DifficultySettings(
                                data.toString(),
                                choices,
                                new ClusterOut(out.toString(), false, false, false),
                                partitions),
                        Progress.NONE)
                .run();
    }

    private static int parts(Path file) {
        return InputPlan.of(
                        List.of(AnswerInput.parse(file.toString())),
                        2,
                        SPARK.context().hadoopConfiguration())
                .size();
    }

    private static DifficultyChoices choices(Map<String, ?> given) {
        return DifficultyChoices.SCHEMA.read(given).orElseThrow(faults -> new InputException(faults.toString()));
    }

    private Path write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines);
    }

    /** Groups of three answers, some ids twice, with faults among them. */
    private static List<String> groups(int count) {
        Random random = new Random(3);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(("{'id':'g" + (i % 100 == 99 ? i - 50 : i) + "','messages':[{'role':'user','content':'q" + i
                            + "'}],'responses':[" + response("a", i, random) + "," + response("b", i, random) + ","
                            + response("c", i, random) + "]}")
                    .replace('\'', '"'));
            if (i % 90 == 7) {
                rows.add(List.of("{broken", "[1]", "", pairs(1, 1).get(0)).get(random.nextInt(4)));
            }
        }
        return rows;
    }

    private static String response(String model, int number, Random random) {
        return "{'model':'" + model + "','text':'" + model + number
                + (number % 9 == 0 ? "" : " " + "word ".repeat(random.nextInt(40)))
                + "'}";
    }

    /** Pairs, those of a prompt far from one another. */
    private static List<String> pairs(int count, int prompts) {
        Random random = new Random(5);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int prompt = i % prompts;
            rows.add(("{'id':'g" + prompt + "','prompt':'Question " + prompt + "?','chosen':'" + i
                            + " word".repeat(random.nextInt(30))
                            + "','rejected':'" + (i % 200 == 3 ? " " : "no" + i / prompts)
                            + "','chosen_model':'a','rejected_model':'b'}")
                    .replace('\'', '"'));
            if (i % 300 == 17) {
                rows.add("{\"id\":3}");
            }
        }
        return rows;
    }

    /** What {@code score} writes, one in ten lines missing, perhaps in another order than the groups'. */
    private Path scores(String key, int count, boolean inOrder) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % 10 != 4) {
                rows.add(("{'id':'g" + i + "','responses':[{'model':'a','" + key + "':" + (-i / 7.0)
                                + ",'tokens':3},{'model':'b','" + key + "':-2.1,'tokens':" + (i % 5)
                                + "},{'model':'c','" + key + "':" + (i % 30 == 8 ? "null" : "-1e-3") + ",'tokens':9}]}")
                        .replace('\'', '"'));
            }
        }
        if (!inOrder) {
            Collections.swap(rows, 1, 8);
        }
        return write(key + count + inOrder + ".jsonl", rows);
    }

    /** Annotations of groups, some on other texts than theirs. */
    private static List<String> verdictsOfGroups(int groups) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            rows.add(("{'instruction':'q" + i + "','generator_1':'b','output_1':'b" + i
                            + "','generator_2':'a','output_2':'a" + i + "','preference':" + (1 + i % 3 / 2.0) + "}")
                    .replace('\'', '"'));
        }
        rows.add("{\"instruction\":\"q\"}");
        return rows;
    }

    /** Annotations of three models, some without a verdict, on other texts, or of a model with itself. */
    private static List<String> verdicts(int count) {
        Random random = new Random(9);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String other = List.of("b", "c", "a").get(i % 50 == 2 ? 2 : i % 2);
            rows.add(("{'instruction':'q" + i % 2_000 + "','generator_1':'a','output_1':'" + "x".repeat(150)
                            + "','generator_2':'" + other + "','output_2':'y" + (i % 70 == 5 ? i : "")
                            + "','preference':"
                            + (random.nextInt(40) == 0 ? "null" : 1 + random.nextInt(11) / 10.0) + "}")
                    .replace('\'', '"'));
        }
        return rows;
    }
}
