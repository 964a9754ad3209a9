package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {
    @TempDir
    Path folder;

    @Test
    void keepsOutputAndPeakMemory() throws Exception {
        MeasuredProcess.Outcome outcome =
                MeasuredProcess.run(List.of("sh", "-c", "echo $GREETING; sleep 0.5"), Map.of("GREETING", "hi"), folder);
        assertThat(outcome.stdout()).isEqualTo("hi\n");
        assertThat(outcome.seconds()).isBetween(0.5, 30.0);
        assertThat(outcome.peakBytes()).isPositive();
    }

    @Test
    void aFailureNamesTheFileOfItsErrors() {
        assertThatThrownBy(() -> MeasuredProcess.run(List.of("sh", "-c", "exit 3"), Map.of(), folder))
                .hasMessage("exit code 3 from sh -c exit 3\n  its errors are in " + folder.resolve("stderr"));
    }

    @Test
    void readsThePeakFromAStatusFile() {
        assertThat(PeakMemory.parse(List.of("Name:\tjava", "VmHWM:\t    2048 kB", "VmRSS:\t 1 kB")))
                .isEqualTo(2048 * 1024);
        assertThat(PeakMemory.parse(List.of("Name:\tgone"))).isZero();
    }

    @Test
    void readsProcFilesByName() {
        assertThat(Machine.value(List.of("vendor_id : A", "model name\t: B: C"), "model name"))
                .isEqualTo("B: C");
        assertThat(Machine.value(List.of("x"), "model name")).isEmpty();
    }
}
