package org.counterpoint.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.counterpoint.report.recipe.Grades;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConclusionTest {

    @TempDir
    Path folder;

    @Test
    void onlyWhatTheIntervalsShowIsSaid() throws IOException {
        List<Standing> standings = Standing.all(grades(60));
        assertThat(Conclusion.of(standings))
                .contains("good beat SFT and bad lose to it")
                .doesNotContain("same")
                .contains("with one seed an arm it says nothing of how much another seed would differ");
        Standing good = standings.stream()
                .filter(s -> s.arm().equals("good"))
                .findFirst()
                .orElseThrow();
        assertThat(good.score().value()).isEqualTo(1);
        assertThat(good.againstSft().value()).isEqualTo(0.75);
        assertThat(good.unseen().value()).isZero();
        assertThat(DemoTable.lines(standings)).anyMatch(line -> line.startsWith("good") && line.contains("75.0 ("));
        assertThat(DemoTable.method(standings)).contains("60 instructions").contains("6 of the unseen family");
    }

    @Test
    void withFewInstructionsNothingIsShown() throws IOException {
        assertThat(Conclusion.of(Standing.all(grades(4))))
                .contains("no arm is shown to be better than SFT and none is shown to be worse");
    }

    @Test
    void whatThePaperSpeaksOfIsComparedWhereTheArmsAreThere() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String arm : List.of("sft", "sft-longer", "dpo-all")) {
            for (int i = 0; i < 40; i++) {
                rows.add(row(arm, "sort", i, arm.equals("dpo-all") ? 0.75 : i % 2));
            }
            rows.add(row(arm, "omit", 0, 1));
        }
        List<Difference> all = Difference.all(Grades.read(Files.write(folder.resolve("grades.jsonl"), rows)));
        assertThat(all).hasSize(2);
        assertThat(all.get(0).grade().value()).isZero();
        assertThat(all.get(1).toString()).contains("dpo-all - sft-longer").contains("+25.0 (+6");
        assertThat(all.get(1).grade().interval().level()).isEqualTo(0.975);
    }

    /** SFT is right on every other task; so is "same", on the same ones. */
    private Grades grades(int tasks) throws IOException {
        List<String> rows = new ArrayList<>();
        for (String arm : List.of("start", "sft", "good", "same", "bad", "middle")) {
            for (int i = 0; i < tasks; i++) {
                double score = arm.equals("good") ? 1 : arm.equals("bad") ? 0 : i % 2;
                rows.add(row(arm, "sort", i, score));
            }
            for (int i = 0; i < tasks / 10 + 2 - tasks / 30; i++) {
                rows.add(row(arm, "omit", i, 0));
            }
        }
        return Grades.read(Files.write(folder.resolve("grades.jsonl"), rows));
    }

    private static String row(String arm, String family, int i, double score) {
        return String.format(
                Locale.ROOT,
                "{\"arm\":\"%s\",\"seed\":\"\",\"family\":\"%s\",\"unseen\":%s,\"instruction\":\"%d\",\"answer\":\"x\",\"score\":%s,\"reason\":\"r\"}",
                arm,
                family,
                family.equals("omit"),
                i,
                score);
    }
}
