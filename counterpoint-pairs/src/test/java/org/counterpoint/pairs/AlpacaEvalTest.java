package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three models' answers to AlpacaEval's 805 instructions; the expected counts were taken with a few lines of Python. */
class AlpacaEvalTest {
    private static final List<String> ORDER = List.of("gpt4_0314", "gpt-3.5-turbo-0301", "text_davinci_003");

    @TempDir
    Path folder;

    @Test
    void theThreeTeachersGiveTheirGroupsAndPairs() throws IOException {
        Path responses = sharedData().resolve("alpaca_eval/responses");
        assumeTrue(Files.isDirectory(responses), "shared/data/alpaca_eval is not here");
        List<AnswerFile> files = ORDER.stream()
                .map(model -> new AnswerFile(null, responses.resolve(model + ".json")))
                .toList();
        Path out = folder.resolve("out");
        PairsSummary summary =
                PairsJob.run(new PairsJob.Settings(files, new ModelOrder(ORDER), out, false), Progress.NONE);
        assertThat(summary)
                .isEqualTo(new PairsSummary(
                        2415,
                        805,
                        2415,
                        2389,
                        Map.of(
                                "gpt4_0314>gpt-3.5-turbo-0301", 798L,
                                "gpt4_0314>text_davinci_003", 791L,
                                "gpt-3.5-turbo-0301>text_davinci_003", 800L),
                        Map.of("identical_answers", 26L),
                        Map.of(
                                "chosen_longer", 2133L,
                                "chosen_shorter", 251L,
                                "equally_long", 5L,
                                "refusal_chosen", 46L,
                                "refusal_rejected", 14L),
                        39,
                        0,
                        "prompt",
                        false));
        SplitSummary split = SplitJob.run(
                new SplitJob.Settings(out.resolve("groups.jsonl"), 105, 0, folder.resolve("split"), false),
                Progress.NONE);
        assertThat(split.trainRows()).isEqualTo(700);
        assertThat(split.heldOutRows()).isEqualTo(105);
        assertPairsGatherIntoTheirGroups(out);
    }

    private static void assertPairsGatherIntoTheirGroups(Path out) {
        try (Stream<ResponseGroup> fromPairs = read(out.resolve("pairs.jsonl"));
                Stream<ResponseGroup> fromGroups = read(out.resolve("groups.jsonl"))) {
            List<List<Pair>> pairs = fromPairs.map(ResponseGroup::pairs).toList();
            assertThat(pairs)
                    .isEqualTo(fromGroups
                            .map(ResponseGroup::pairs)
                            .filter(list -> !list.isEmpty())
                            .toList());
        }
    }

    private static Stream<ResponseGroup> read(Path file) {
        return TrainingData.stream(file, TrainingData.Use.PREFERENCES, entry -> {}, Progress.NONE);
    }

    private static Path sharedData() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        return Path.of("shared/data");
    }
}
