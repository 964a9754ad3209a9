package org.counterpoint.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;
import org.counterpoint.report.training.TrainingReport;
import org.counterpoint.report.training.TrainingRun;

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
        String subtitle = runs.size() == 1
                ? runs.get(0).run().path("about").asString("").strip()
                : runs.size() + " runs side by side";
        return new Report(
                title, subtitle, sections(runs.size() == 1 ? List.of(runs.get(0).alone()) : runs));
    }

    /**
     * Some of a run's artifacts, and all that they were made from.
     *
     * @param ids of the tasks
     * @throws InputException where the folder is no run
     */
    public static Report of(String title, Path folder, Collection<String> ids) {
        RunFiles run = RunFiles.of(folder).orElseThrow(() -> new InputException(folder + " is no run of a recipe"));
        String subtitle = run.run().path("about").asString("").strip();
        return new Report(title, subtitle, sections(List.of(run.alone().reaching(ids))));
    }

    /** All but results: what was run, on what, with what it was trained, what was set aside. */
    public static List<Section> background(Path folder) {
        return background(RunFiles.of(folder).stream().map(RunFiles::alone).toList());
    }

    private static List<Section> sections(List<RunFiles> runs) {
        List<Section> sections = new ArrayList<>();
        runs.forEach(run -> sections.addAll(ResultSections.of(run)));
        for (RunFiles run : runs) {
            List<Path> annotations = run.artifacts("judge").stream()
                    .map(folder -> folder.resolve("annotations.json"))
                    .toList();
            if (!annotations.isEmpty()) {
                VerdictSections.of(annotations)
                        .forEach(section -> sections.add(runs.size() == 1 ? section : section.headed(run.name())));
            } else if (run.artifacts("grade").isEmpty()) {
                AnswerSections.of(run).ifPresent(sections::add);
            }
        }
        sections.addAll(background(runs));
        return sections;
    }

    private static List<Section> background(List<RunFiles> runs) {
        List<Section> sections = new ArrayList<>();
        runs.forEach(run -> sections.addAll(PlanSections.of(run)));
        runs.forEach(run -> InputSections.of(run).ifPresent(sections::add));
        runs.forEach(run -> sections.addAll(PairSections.of(run)));
        List<TrainingRun> trained = runs.stream()
                .flatMap(run -> run.artifacts("train").stream().map(folder -> named(run, folder, runs.size() > 1)))
                .toList();
        if (!trained.isEmpty()) {
            sections.addAll(TrainingReport.of("", trained).sections());
        }
        runs.forEach(run -> LedgerSection.of(run).ifPresent(sections::add));
        return sections;
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
