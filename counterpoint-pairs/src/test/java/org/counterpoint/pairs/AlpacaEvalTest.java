package org.counterpoint.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.AnswerFile;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.pairs.choose.ChooseSettings;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.pairs.core.verdict.AuditCell;
import org.counterpoint.pairs.core.verdict.AuditResult;
import org.counterpoint.pairs.core.verdict.Disagreement;
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
        assertThat(summary.rowsRead()).isEqualTo(2415);
        assertThat(summary.groups()).isEqualTo(805);
        assertThat(summary.answers()).isEqualTo(2415);
        assertThat(summary.pairsByType())
                .isEqualTo(Map.of(
                        "gpt4_0314>gpt-3.5-turbo-0301", 798L,
                        "gpt4_0314>text_davinci_003", 791L,
                        "gpt-3.5-turbo-0301>text_davinci_003", 800L));
        assertThat(summary.pairs()).isEqualTo(2389);
        assertThat(summary.setAside()).isEqualTo(Map.of("identical_answers", 26L));
        assertThat(summary.noticed())
                .isEqualTo(Map.of(
                        "chosen_longer", 2133L,
                        "chosen_shorter", 251L,
                        "equally_long", 5L,
                        "refusal_chosen", 46L,
                        "refusal_rejected", 14L));
        assertThat(summary.refusals()).isEqualTo(39);
        assertThat(summary.cutOff()).isZero();
        SplitSummary split = SplitJob.run(
                new SplitJob.Settings(
                        out.resolve("groups.jsonl"),
                        new SplitChoices(105, SplitBy.PROMPT, 0.7, 0),
                        folder.resolve("split"),
                        false),
                Progress.NONE);
        assertThat(split.trainRows()).isEqualTo(700);
        assertThat(split.heldOutRows()).isEqualTo(105);
        assertPairsGatherIntoTheirGroups(out);
    }

    /** GPT-4's verdicts on two of the teachers against the third; counted with a few lines of Python. */
    @Test
    void theJudgeContradictsTheOrderOnFourToTenPercentOfPrompts() {
        Path data = sharedData().resolve("alpaca_eval");
        assumeTrue(Files.isDirectory(data), "shared/data/alpaca_eval is not here");
        List<AnswerFile> files = ORDER.stream()
                .map(model -> new AnswerFile(null, data.resolve("responses/" + model + ".json")))
                .toList();
        List<Path> verdicts = ORDER.stream()
                .limit(2)
                .map(model -> data.resolve("annotations/" + model + ".json"))
                .toList();
        PairsSummary summary = PairsJob.run(
                new PairsJob.Settings(
                        files,
                        new PairChoices(
                                new OrderSource.FromVerdicts(verdicts, OrderSource.Undecided.REFUSE),
                                ChooseSettings.DEFAULTS,
                                new MeasureSettings(verdicts, Disagreement.DROP, Difficulty.named(List.of("all")))),
                        folder.resolve("out"),
                        false),
                Progress.NONE);
        AuditResult audit = Objects.requireNonNull(summary.findings().audit());
        assertThat(audit.byType())
                .isEqualTo(Map.of(
                        "gpt4_0314>text_davinci_003", new AuditCell(791, 35, 0),
                        "gpt-3.5-turbo-0301>text_davinci_003", new AuditCell(799, 83, 0)));
        assertThat(summary.setAside()).containsEntry("contradicted", 118L);
        assertThat(Objects.requireNonNull(summary.findings().estimate()).models())
                .isEqualTo(ORDER);
        assertThat(summary.findings().measured().models())
                .extracting(lengths -> (int) lengths.meanLength())
                .containsExactly(1371, 827, 482);
        assertThat(summary.findings().warnings()).anyMatch(words -> words.contains("training may teach length"));
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
