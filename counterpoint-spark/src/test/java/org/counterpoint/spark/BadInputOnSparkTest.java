package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkException;
import org.counterpoint.console.FailedWork;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Progress;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.write.ParquetFile;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster meets in its inputs, and what it lacks itself. */
class BadInputOnSparkTest {
    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path folder;

    @Test
    void tablesAreReadAsHere() throws IOException {
        Path tables = Files.createDirectories(folder.resolve("tables"));
        for (int part = 0; part < 3; part++) {
            Path rows = Files.write(folder.resolve("rows.jsonl"), rows(part * 40, part * 40 + 40));
            ParquetFile.convert(
                    rows,
                    Map.of("instruction", "VARCHAR", "output", "VARCHAR", "generator", "VARCHAR"),
                    tables.resolve("part-" + part + ".parquet"));
        }
        assertSame(tables.toString());
    }

    @Test
    void oneBadRowInOnePartGoesToTheLedger() throws IOException {
        List<String> rows = rows(0, 30_000);
        rows.add(25_000, "{\"instruction\":\"q1\",\"output\":7,\"generator\":\"a\"}");
        Path file = Files.write(folder.resolve("rows.jsonl"), rows);
        assertThat(InputPlan.of(
                        List.of(AnswerInput.parse(file.toString())),
                        2,
                        SPARK.context().hadoopConfiguration()))
                .hasSizeGreaterThan(1);
        Path made = assertSame(file.toString());
        assertThat(made.resolve("ledger.jsonl"))
                .content()
                .contains("\"line\":25001")
                .contains("wrong_type");
    }

    @Test
    void aPartFileThatCannotBeReadIsNamed() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.write(data.resolve("1.jsonl"), rows(0, 60));
        Path broken = Files.write(data.resolve("broken"), rows(60, 120));
        String name = OtherFileSystem.SCHEME + ":" + data;
        for (String failing : List.of(OtherFileSystem.UNREADABLE, OtherFileSystem.GONE)) {
            broken = Files.move(broken, data.resolve(failing));
            assertThatThrownBy(() -> onSpark(name, folder.resolve("out").toString()))
                    .isInstanceOf(InputException.class)
                    .hasMessage(name + "/" + failing + " cannot be opened: the disk is gone");
        }
        Files.move(broken, data.resolve(OtherFileSystem.TORN));
        assertThatThrownBy(() -> onSpark(name, folder.resolve("out").toString()))
                .isInstanceOf(FailedWork.class)
                .hasMessageContaining(name + "/" + OtherFileSystem.TORN + " cannot be read on")
                .hasMessageContaining("the disk is gone");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("out"));
    }

    @Test
    void theLedgerOfWorkThatFailedIsKeptOnOtherFileSystemsToo() throws IOException {
        Path file = Files.write(folder.resolve("rows.jsonl"), List.of("{broken", "[1]"));
        String out = OtherFileSystem.SCHEME + ":" + folder.resolve("out");
        assertThatThrownBy(() -> onSpark(file.toString(), out))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("What was left out is in " + out + ".ledger.jsonl.");
        assertThat(folder.resolve("out.ledger.jsonl")).content().contains("bad_json");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatAClusterLacksIsSaid() {
        assertThat(SparkFailures.of(new SparkException("Job aborted due to stage failure: Lost task 0.3"
                        + " (executor 1): java.lang.NoClassDefFoundError: org/counterpoint/data/Ledger\n\tat x")))
                .isInstanceOf(FailedWork.class)
                .hasMessage("A machine of the cluster lacks org.counterpoint.data.Ledger.\n" + Libraries.MEND);
        assertThatThrownBy(() -> Libraries.require("org.counterpoint.NotThere"))
                .hasMessageStartingWith(
                        "Counterpoint's libraries are not there (org.counterpoint.NotThere is missing).")
                .hasMessageContaining("--jars");
        Libraries.require();
    }

    private static List<String> rows(int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add("{\"instruction\":\"q" + i / 2 + "\",\"output\":\"answer " + i + "\",\"generator\":\""
                    + "ab".charAt(i % 2) + "\"}");
        }
        return rows;
    }

    private Path assertSame(String answers) throws IOException {
        Path here = folder.resolve("here");
        PairsJob.run(new PairsJob.Settings(List.of(AnswerFile.parse(answers)), choices(), here, false), Progress.NONE);
        Path there = folder.resolve("there");
        onSpark(answers, there.toString());
        for (String file : List.of("groups.jsonl", "pairs.jsonl", "ledger.jsonl", "summary.json")) {
            assertThat(there.resolve(file)).hasSameTextualContentAs(here.resolve(file));
        }
        return there;
    }

    private static void onSpark(String answers, String out) {
        CounterpointSpark.pairs(
                SPARK.context(),
                new PairsSettings(
                        List.of(AnswerInput.parse(answers)), choices(), out, false, new OutputLayout(false, 3)),
                (summary, made) -> {},
                Progress.NONE);
    }

    private static PairChoices choices() {
        return PairChoices.SCHEMA
                .read(Map.of("order", "a,b"))
                .orElseThrow(faults -> new InputException(faults.toString()));
    }
}
