package org.counterpoint.eval.figures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.MemoryLedger;
import org.counterpoint.data.Progress;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.AnnotationSets;

/** Annotation files to figures. */
public final class WinrateJob {
    private static final int ESTIMATED_UP_TO = 10;

    private WinrateJob() {}

    /**
     * @param arms files of one arm by its name, as their places; empty where every file stands for itself
     * @param ledger takes the rows that are not in the figures, file by file
     * @throws org.counterpoint.data.InputException where a file cannot be used or has no verdict
     */
    public static Analysis run(
            List<Path> files,
            Map<String, List<Integer>> arms,
            WinrateChoices choices,
            MemoryLedger ledger,
            Progress progress) {
        List<Categories> ways = new ArrayList<>();
        choices.categories().forEach(file -> ways.addAll(InstructionTables.categories(file, ledger)));
        InstructionDifficulty difficulty = difficulty(choices, files.size(), ledger);
        List<AnnotationSet> sets = read(files, choices, ledger, progress);
        return Analysis.of(
                sets, new Analysis.Settings(choices.level(), choices.seed(), difficulty, ways, choices.brief(), arms));
    }

    private static InstructionDifficulty difficulty(WinrateChoices choices, int files, Ledger ledger) {
        String name = choices.difficulty();
        if (name == null) {
            return choices.brief()
                    ? new InstructionDifficulty.Off()
                    : files > 1 && files <= ESTIMATED_UP_TO
                            ? new InstructionDifficulty.Estimated()
                            : new InstructionDifficulty.None();
        }
        return switch (name) {
            case "off" -> new InstructionDifficulty.Off();
            case "none" -> new InstructionDifficulty.None();
            case "estimated" -> new InstructionDifficulty.Estimated();
            default ->
                new InstructionDifficulty.Table(
                        InstructionTables.difficulty(Objects.requireNonNull(choices.difficultyTable()), ledger));
        };
    }

    private static List<AnnotationSet> read(
            List<Path> files, WinrateChoices choices, MemoryLedger ledger, Progress progress) {
        AtomicInteger done = new AtomicInteger();
        List<MemoryLedger> ledgers =
                files.stream().map(file -> new MemoryLedger()).toList();
        List<AnnotationSet> sets = IntStream.range(0, files.size())
                .parallel()
                .mapToObj(i -> {
                    AnnotationSet set =
                            AnnotationSets.read(files.get(i), choices.choice(), ledgers.get(i), Progress.NONE);
                    progress.update(done.incrementAndGet(), files.size(), "files");
                    return set;
                })
                .toList();
        // File by file, so that the ledger is the same whichever was read first.
        ledgers.forEach(one -> one.entries().forEach(ledger::add));
        return sets;
    }
}
