package org.counterpoint.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Report;
import org.counterpoint.report.Section;
import org.counterpoint.report.recipe.Graded;
import org.counterpoint.report.recipe.Grades;
import org.counterpoint.report.recipe.RecipeReport;

/** The demo's page: what grades say of a run, and beside it what only this world knows. */
final class DemoReport {
    private DemoReport() {}

    static Report of(
            Grades grades,
            List<Difference> differences,
            List<Teacher> teachers,
            List<PairTruth> pairs,
            List<OwnAnswers> own,
            Path run) {
        Graded graded = new Graded(grades);
        List<Chapter> chapters = new ArrayList<>();
        for (Chapter chapter : graded.chapters()) {
            chapters.add(chapter.title().equals("Scores") ? with(chapter, differences(differences)) : chapter);
        }
        if (!own.isEmpty()) {
            chapters.add(OwnAnswers.chapter(own));
        }
        for (Chapter chapter : RecipeReport.background(run)) {
            chapters.add(chapter.title().equals("Pairs") ? with(chapter, pairs(teachers, pairs)) : chapter);
        }
        List<Badge> badges = List.of(RecipeReport.leftOut(run));
        return new Report(
                "Counterpoint's demo",
                "Answers of three teachers became pairs; a starter model learnt from them in "
                        + (grades.arms().size() - 2) + " ways, in a small world with an exact grader",
                graded.glance().with(badges, List.of()),
                chapters);
    }

    private static Chapter with(Chapter chapter, Section section) {
        List<Section> sections = new ArrayList<>(chapter.sections());
        sections.add(Math.min(1, sections.size()), section);
        return new Chapter(chapter.title(), chapter.population(), sections);
    }

    private static Section differences(List<Difference> differences) {
        return new Section.Table(
                "What makes the difference",
                "In points of mean grade, the first arm minus the second, on the same prompts as above, paired by seed"
                        + " and prompt, with 95 % intervals that hold for all of these at once (Bonferroni).",
                Difference.columns(),
                differences.stream().map(Difference::cells).toList());
    }

    private static Section pairs(List<Teacher> teachers, List<PairTruth> pairs) {
        return new Section.Table(
                "How true the pairs are",
                "Whether the teacher called stronger gave the better answer, by the exact grade. "
                        + teachers.stream().map(Teacher::toString).collect(Collectors.joining("; ")) + ".",
                List.of("Pair", "Pairs", "Better", "Equal", "Worse", "Characters longer"),
                pairs.stream().map(PairTruth::cells).toList());
    }
}
