package org.counterpoint.report.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GradedTest {

    @TempDir
    Path folder;

    @Test
    void anArmThatFallsOnWhatWasUnseenIsSaidOnTheFirstScreen() throws IOException {
        Glance glance = new Graded(grades()).glance();
        assertThat(glance.sentence())
                .startsWith("Of 2 arms compared with sft, 1 is better (good) and 1 is not told apart");
        assertThat(glance.warnings())
                .singleElement()
                .asString()
                .startsWith("On omit, which nothing was trained on, 1 of 2 arms fall below sft (mean grade 50.0), in"
                        + " points: good -45.0 (");
        assertThat(glance.belief()).startsWith("One seed an arm: how much another seed would differ is not known");
        assertThat(glance.badges())
                .contains(Badge.count("Prompts", 40), new Badge("Seeds", "1 an arm", true))
                // The good arm's answers are longer wherever they win.
                .contains(new Badge("Longer answer wins", "100 %", true));
    }

    /** What is unseen counts nowhere else: picture, table and families speak of one population, or say so. */
    @Test
    void scoresAreOfOnePopulation() throws IOException {
        List<Chapter> chapters = new Graded(grades()).chapters();
        assertThat(chapters.get(0).population())
                .isEqualTo("On 40 prompts that no model was trained on, paired by prompt; beside them 20 of omit, which"
                        + " nothing was trained on.");
        Section.Table scores = (Section.Table) chapters.get(0).sections().get(0);
        assertThat(scores.columns())
                .containsExactly(
                        "Arm", "Mean grade, %", "Win rate against sft, %", "Mean grade on the unseen, %", "Seeds");
        assertThat(scores.rows().get(0))
                .startsWith("good", "100.0 (100.0 to 100.0)")
                .contains("1");
        assertThat(scores.rows().get(0).get(2)).startsWith("75.0 (");
        assertThat(scores.rows().get(0).get(3)).startsWith("5.0 (");
        Section.Table families = (Section.Table) chapters.get(1).sections().get(0);
        assertThat(families.columns()).containsExactly("Arm", "sort", "omit (unseen)");
        assertThat(families.rows()).contains(List.of("sft", "50.0", "50.0"));
    }

    @Test
    void anArmThatLacksAnswersIsNotCompared() throws IOException {
        Path file = folder.resolve("grades.jsonl");
        List<String> rows = new ArrayList<>(Files.readAllLines(write(file)));
        rows.add(row("short", "sort", 0, 1));
        Files.write(file, rows);
        Grades grades = Grades.read(file);
        assertThat(grades.arms()).doesNotContain("short");
        assertThat(new Graded(grades).glance().warnings())
                .contains("Not compared, as they lack answers that others have: short.");
    }

    private Grades grades() throws IOException {
        return Grades.read(write(folder.resolve("grades.jsonl")));
    }

    /** SFT is right on every other task; "same" on the same ones, "good" on all but those of the unseen family. */
    private static Path write(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String arm : List.of("sft", "good", "same")) {
            for (int i = 0; i < 40; i++) {
                rows.add(row(arm, "sort", i, arm.equals("good") ? 1 : i % 2));
            }
            for (int i = 0; i < 20; i++) {
                rows.add(row(arm, "omit", i, arm.equals("good") ? i == 0 ? 1 : 0 : i % 2));
            }
        }
        return Files.write(file, rows);
    }

    private static String row(String arm, String family, int i, double score) {
        return String.format(
                Locale.ROOT,
                "{\"arm\":\"%s\",\"seed\":\"\",\"family\":\"%s\",\"unseen\":%s,\"instruction\":\"%s"
                        + " %d\",\"answer\":\"%s\",\"score\":%s,\"reason\":\"r\"}",
                arm,
                family,
                family.equals("omit"),
                family,
                i,
                arm.equals("good") ? "a longer one" : "short",
                score);
    }
}
