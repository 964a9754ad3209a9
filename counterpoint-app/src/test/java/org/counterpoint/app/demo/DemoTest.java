package org.counterpoint.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
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
        assertThat(first.out()).contains("teacher expert").contains("sign test").contains("dpo/final");
        byte[] weights = Files.readAllBytes(folder.resolve("demo/dpo/final/model.safetensors"));

        Shell.Result second = Shell.run("demo", "--smallest", "--out", out);
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).contains("demo/sft holds this run, finished");
        assertThat(folder.resolve("demo/dpo/final/model.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void someoneElsesFolderIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("diary.txt"), "dear");
        Shell.Result result = Shell.run("demo", "--smallest", "--out", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("is not this demo's; it is left as it is");
        assertThat(folder.resolve("diary.txt")).hasContent("dear");
    }

    @Test
    void theReportSaysWhatItCannotShow() {
        List<Task> tasks = World.tasks().subList(0, 40);
        List<Boolean> none = Collections.nCopies(40, false);
        List<Boolean> all = Collections.nCopies(40, true);
        DemoReport report = new DemoReport(
                tasks,
                List.of(
                        new DemoReport.Candidate("start", none),
                        new DemoReport.Candidate("SFT", all),
                        new DemoReport.Candidate("DPO", all)));
        assertThat(report.lines().get(2)).startsWith("SFT").contains("100.0 %  (91.2 to 100.0)");
        assertThat(report.conclusions().get(0)).endsWith("SFT is better on tasks of this kind");
        assertThat(report.conclusions().get(1)).endsWith("no difference is shown; that is not the same as none");
    }
}
