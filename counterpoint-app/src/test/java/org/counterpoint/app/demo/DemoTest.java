package org.counterpoint.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.app.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    @Test
    void theDemoGoesTheWholeWayAndThenHasNothingLeftToDo() throws IOException {
        String out = folder.resolve("demo").toString();
        Shell.Result first = Shell.run("demo", "--smallest", "--out", out);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("teacher strong")
                .containsPattern("pairs strong>weak: the stronger's answer is better in \\d\\d")
                .contains("win rate against SFT")
                .contains("dpo-all")
                .contains("Held against all comparisons")
                .contains("report.html");
        assertThat(folder.resolve("demo/report.html")).content().contains("How true the pairs are");
        byte[] weights = Files.readAllBytes(folder.resolve("demo/run/train/seed1-dpo-all/final/model.safetensors"));

        Shell.Result second = Shell.run("demo", "--smallest", "--out", out);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).doesNotContain("post-trains");
        assertThat(folder.resolve("demo/run/train/seed1-dpo-all/final/model.safetensors"))
                .hasBinaryContent(weights);
    }

    @Test
    void someoneElsesFolderIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("diary.txt"), "dear");
        Shell.Result result = Shell.run("demo", "--smallest", "--out", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is not a demo's; it is left as it is");
        assertThat(folder.resolve("diary.txt")).hasContent("dear");
        assertThat(folder.resolve("demo.yaml")).doesNotExist();
    }

    @Test
    void teachersAreAsStrongAsTheDocsSay() throws IOException {
        Embedded.writeTo(folder.resolve("demo"));
        var teachers = Teacher.all(folder.resolve("demo"));
        assertThat(teachers.get(0).mean()).isBetween(0.60, 0.70);
        assertThat(teachers.get(1).mean()).isBetween(0.45, 0.55);
        assertThat(teachers.get(2).mean()).isBetween(0.28, 0.38);
    }
}
