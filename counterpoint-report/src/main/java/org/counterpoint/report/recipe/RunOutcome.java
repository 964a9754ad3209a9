package org.counterpoint.report.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.data.InputException;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Glance;

/** What came out of one stage that compared arms, or of all judging stages together. */
record RunOutcome(String name, Glance glance, List<Chapter> chapters) {

    /** Grades first, then verdicts; the answers alone where nobody compared them. */
    static List<RunOutcome> of(RunFiles run) {
        List<RunOutcome> outcomes = new ArrayList<>();
        for (Path folder : run.artifacts("grade")) {
            Graded graded = new Graded(Grades.read(folder.resolve("grades.jsonl")));
            outcomes.add(new RunOutcome(run.name() + "/" + run.id(folder), graded.glance(), graded.chapters()));
        }
        List<Path> annotations = run.artifacts("judge").stream()
                .map(folder -> folder.resolve("annotations.json"))
                .toList();
        if (!annotations.isEmpty()) {
            try {
                outcomes.add(Verdicts.of(run.name(), annotations));
            } catch (InputException e) {
                outcomes.add(new RunOutcome(
                        run.name(),
                        new Glance(
                                "There are no verdicts to compare.",
                                "",
                                null,
                                List.of(),
                                List.of(String.valueOf(e.getMessage()))),
                        List.of()));
            }
        }
        if (outcomes.isEmpty()) {
            AnswerSections.of(run)
                    .ifPresent(section -> outcomes.add(new RunOutcome(
                            run.name(),
                            new Glance(
                                    "The answers stand beside each other below; nobody graded or judged them.",
                                    "",
                                    null,
                                    List.of(),
                                    List.of()),
                            List.of(new Chapter("Answers", List.of(section))))));
        }
        return outcomes;
    }
}
