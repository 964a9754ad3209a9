package org.counterpoint.report.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;
import org.counterpoint.report.training.TrainingReport;
import org.counterpoint.report.training.TrainingRun;

/** Everything that a recipe's run has to show; of several runs, chapter by chapter, each chapter run by run. */
public final class RecipeReport {
    private static final String SETTINGS = "Settings";
    private static final String TRAINING = "Training";
    private static final String LEFT_OUT = "Data left out";

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
        return report(title, subtitle, runs.size() == 1 ? List.of(runs.get(0).alone()) : runs);
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
        return report(title, subtitle, List.of(run.alone().reaching(ids)));
    }

    private static Report report(String title, String subtitle, List<RunFiles> runs) {
        List<RunOutcome> outcomes =
                runs.stream().flatMap(run -> RunOutcome.of(run).stream()).toList();
        List<Chapter> chapters = new ArrayList<>();
        outcomes.forEach(outcome -> outcome.chapters()
                .forEach(chapter -> chapters.add(outcomes.size() > 1 ? headed(chapter, outcome.name()) : chapter)));
        chapters.addAll(background(runs));
        return new Report(title, subtitle, glance(runs, outcomes), merged(chapters));
    }

    private static Glance glance(List<RunFiles> runs, List<RunOutcome> outcomes) {
        List<Badge> badges = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (RunFiles run : runs) {
            LedgerSection ledger = LedgerSection.of(run);
            String name = runs.size() > 1 ? " in " + run.name() : "";
            badges.add(ledger.badge("Left out" + name));
            warnings.addAll(PlanSections.failures(run));
        }
        if (outcomes.isEmpty()) {
            String kinds = runs.size() == 1 ? "This run has" : "These runs have";
            return new Glance(
                    kinds + " compared nothing yet: no answers were graded or judged.", "", null, badges, warnings);
        }
        Glance first = outcomes.get(0).glance();
        if (outcomes.size() == 1) {
            return first.with(badges, warnings);
        }
        // Each has a baseline and prompts of its own: a picture of all would compare what cannot be compared.
        List<String> sentences = new ArrayList<>();
        outcomes.forEach(outcome -> {
            sentences.add(outcome.name() + ": " + outcome.glance().sentence());
            outcome.glance().warnings().forEach(warning -> warnings.add(outcome.name() + ": " + warning));
        });
        return new Glance(
                String.join("\n", sentences),
                first.picture() == null
                        ? "Each has prompts and a baseline of its own."
                        : "Each has prompts and a baseline of its own; the picture is of "
                                + outcomes.get(0).name() + ".",
                first.picture(),
                badges,
                warnings);
    }

    /** All but results: the pairs, the training, what was left out, what was run and on what. */
    public static List<Chapter> background(Path folder) {
        return merged(
                background(RunFiles.of(folder).stream().map(RunFiles::alone).toList()));
    }

    /** Of a run, how much was left out. */
    public static Badge leftOut(Path folder) {
        return RunFiles.of(folder)
                .map(run -> LedgerSection.of(run).badge("Left out"))
                .orElse(new Badge("Left out", "0"));
    }

    private static List<Chapter> background(List<RunFiles> runs) {
        List<Chapter> chapters = new ArrayList<>();
        runs.forEach(run -> chapters.add(new Chapter("Rounds", RoundSections.of(run))));
        List<TrainingRun> trained = runs.stream()
                .flatMap(run -> run.artifacts("train").stream().map(folder -> named(run, folder, runs.size() > 1)))
                .toList();
        if (!trained.isEmpty()) {
            // A recipe's plan has more to say than settings, so these do not get a chapter.
            TrainingReport.chapters(trained)
                    .forEach(chapter -> chapters.add(
                            chapter.title().equals(SETTINGS)
                                    ? new Chapter(
                                            TRAINING,
                                            chapter.sections().stream()
                                                    .map(Section::folded)
                                                    .toList())
                                    : chapter));
        }
        runs.forEach(run -> chapters.add(new Chapter("Pairs", PairSections.of(run))));
        runs.forEach(run -> chapters.add(new Chapter(
                LEFT_OUT, LedgerSection.of(run).table().map(List::of).orElse(List.of()))));
        for (RunFiles run : runs) {
            List<Section> sections = new ArrayList<>(PlanSections.of(run));
            InputSections.of(run).map(Section::folded).ifPresent(sections::add);
            chapters.add(new Chapter("What was run", sections));
        }
        return chapters;
    }

    /** Chapters of one name as one, where the first of them stands. */
    private static List<Chapter> merged(List<Chapter> chapters) {
        Map<String, List<Section>> sections = new LinkedHashMap<>();
        Map<String, Set<String>> populations = new LinkedHashMap<>();
        for (Chapter chapter : chapters) {
            if (!chapter.sections().isEmpty()) {
                sections.computeIfAbsent(chapter.title(), title -> new ArrayList<>())
                        .addAll(chapter.sections());
                Set<String> of = populations.computeIfAbsent(chapter.title(), title -> new LinkedHashSet<>());
                if (!chapter.population().isEmpty()) {
                    of.add(chapter.population());
                }
            }
        }
        return sections.entrySet().stream()
                .map(entry -> new Chapter(
                        entry.getKey(),
                        String.join(" ", populations.getOrDefault(entry.getKey(), Set.of())),
                        entry.getValue()))
                .toList();
    }

    private static Chapter headed(Chapter chapter, String name) {
        return new Chapter(
                chapter.title(),
                chapter.population().isEmpty() ? "" : name + ": " + chapter.population(),
                chapter.sections().stream().map(section -> section.headed(name)).toList());
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
                one.losses(),
                Files.isDirectory(folder.resolve("final")));
    }
}
