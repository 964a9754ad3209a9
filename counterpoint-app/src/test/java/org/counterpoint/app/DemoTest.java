package org.counterpoint.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
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
}
