package org.counterpoint.app.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.app.report.Report;
import org.counterpoint.app.report.Section;
import org.counterpoint.app.report.training.TrainingReport;
import org.counterpoint.app.report.training.TrainingRun;

/** Everything that a recipe's run has to show; of several runs, results first, then run by run. */
public final class RecipeReport {
    private RecipeReport() {}

    /** Whether a folder is the run of a recipe. */
    public static boolean isRun(Path folder) {
        return RunFiles.of(folder).isPresent();
    }

    /** @param folders runs of recipes; others are left out */
    public static Report of(String title, List<Path> folders) {
        List<RunFiles> runs =
                folders.stream().flatMap(folder -> RunFiles.of(folder).stream()).toList();
        List<Section> sections = new ArrayList<>();
        runs.forEach(run -> sections.addAll(ResultSections.of(run)));
        runs.forEach(run -> sections.addAll(PlanSections.of(run)));
        runs.forEach(run -> sections.addAll(PairSections.of(run)));
        List<TrainingRun> trained = runs.stream()
                .flatMap(run -> run.artifacts("train").stream().map(folder -> named(run, folder, runs.size() > 1)))
                .toList();
        if (!trained.isEmpty()) {
            sections.addAll(TrainingReport.of(title, trained).sections());
        }
        runs.forEach(run -> LedgerSection.of(run).ifPresent(sections::add));
        String subtitle = runs.size() == 1
                ? runs.get(0).run().path("about").asString("").strip()
                : runs.size() + " runs side by side";
        return new Report(title, subtitle, sections);
    }

    private static TrainingRun named(RunFiles run, Path folder, boolean several) {
        TrainingRun one = TrainingRun.in(folder).get(0);
        String name = several ? run.name() + "/" + run.id(folder) : run.id(folder);
        return new TrainingRun(
                name,
                one.method(),
                one.settings(),
                one.lineage(),
                one.metrics(),
                one.setAside(),
                Files.isDirectory(folder.resolve("final")));
    }
}
