package org.counterpoint.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.data.InputException;
import org.counterpoint.data.JsonBytes;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.data.write.GroupLines;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables hold what the lines hold. */
class TablesTest {
    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    @TempDir
    Path folder;

    @Test
    void groupsAndPairsOfTablesAreThoseOfTheLines() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            rows.add(("{'messages':[{'role':'system','content':'s'},{'role':'user','content':'q" + i % 40
                            + "\\u2028\\\\'}],'model':'" + "abc".charAt(i / 40) + "','text':'Ünï " + i * i + "'"
                            + (i % 7 == 0 ? ",'finish':'length'" : "") + ",'id':'" + i % 40 + "'}")
                    .replace('\'', '"'));
        }
        rows.add("{broken");
        Path answers = Files.write(folder.resolve("answers.jsonl"), rows);
        PairChoices choices = PairChoices.SCHEMA
                .read(Map.of("order", "a,b,c", "scores", "all"))
                .orElseThrow(faults -> new InputException(faults.toString()));
        Path here = folder.resolve("here");
        PairsJob.run(
                new PairsJob.Settings(List.of(AnswerFile.parse(answers.toString())), choices, here, false),
                Progress.NONE);
        String there = OtherFileSystem.SCHEME + ":" + folder.resolve("there");
        for (String out : List.of(folder.resolve("out").toString(), there)) {
            // More stretches than groups: of some nothing is left.
            CounterpointSpark.pairs(
                    SPARK.context(),
                    new PairsSettings(
                            List.of(AnswerInput.parse(answers.toString())),
                            choices,
                            out,
                            false,
                            new OutputLayout(false, 50, true)),
                    (summary, made) -> {},
                    Progress.NONE);
            Path made = folder.resolve(out.equals(there) ? "there" : "out");
            assertThat(lines(made.resolve("groups.parquet"))).isEqualTo(lines(here.resolve("groups.jsonl")));
            assertThat(lines(made.resolve("pairs.parquet"))).isEqualTo(lines(here.resolve("pairs.jsonl")));
            assertThat(made.resolve("ledger.jsonl")).hasSameTextualContentAs(here.resolve("ledger.jsonl"));
            assertThat(made.resolve("groups.jsonl")).doesNotExist();
        }
        new DifficultyOnSpark(
                        SPARK.context(),
                        new DifficultySettings(
                                folder.resolve("out/groups.parquet").toString(),
                                DifficultyChoices.SCHEMA
                                        .read(Map.of())
                                        .orElseThrow(faults -> new InputException(faults.toString())),
                                new ClusterOut(folder.resolve("scored").toString(), false, false, true),
                                3),
                        Progress.NONE)
                .run();
        assertThat(lines(folder.resolve("scored/groups.parquet"))).isEqualTo(lines(here.resolve("groups.jsonl")));
    }

    @Test
    void plainPromptsAreRefused() throws IOException {
        Path pairs = Files.writeString(
                folder.resolve("pairs.jsonl"), "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n");
        DifficultyChoices choices =
                DifficultyChoices.SCHEMA.read(Map.of()).orElseThrow(faults -> new InputException(faults.toString()));
        assertThatThrownBy(() -> new DifficultyOnSpark(
                                SPARK.context(),
                                new DifficultySettings(
                                        pairs.toString(),
                                        choices,
                                        new ClusterOut(folder.resolve("out").toString(), false, false, true),
                                        0),
                                Progress.NONE)
                        .run())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(pairs + ":1: the prompt is a plain text");
    }

    /** What a file of groups or pairs says, as lines of groups. */
    private static List<String> lines(Path file) {
        try (Stream<ResponseGroup> groups = TrainingData.stream(
                file,
                TrainingData.Use.PREFERENCES,
                entry -> {
                    throw new AssertionError(entry);
                },
                Progress.NONE)) {
            return groups.map(group -> new GroupLines(group, new JsonBytes()).group(new JsonBytes()))
                    .map(line -> new String(line.toBytes(), StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
