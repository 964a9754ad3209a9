package org.counterpoint.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {

    @Test
    void aMissingSettingIsNamedWithItsCostAndItsMend() {
        List<EnvironmentSetting> settings = EnvironmentSetting.of(
                Map.of("OPENBLAS_THREAD_TIMEOUT", "10", "OPT_OUT_TRACKING", "true", "DJL_OFFLINE", "true"));
        List<Finding> findings =
                Findings.of(new NativeParts(null, Map.of(), List.of()), settings, List.of(), "Linux amd64");
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).breaks()).isFalse();
        assertThat(findings.get(0).what()).startsWith("OMP_WAIT_POLICY is not set: waiting threads spin");
        assertThat(findings.get(0).mend()).endsWith("or set OMP_WAIT_POLICY=PASSIVE");
    }

    @Test
    void nativePartsThatDoNotLoadBreakTheProgram() {
        NativeParts parts = new NativeParts("no jnitorch in java.library.path", Map.of(), List.of());
        List<Finding> findings = Findings.of(parts, List.of(), List.of(), "Mac OS X aarch64");
        assertThat(findings)
                .containsExactly(new Finding(
                        true,
                        "the native parts do not load: no jnitorch in java.library.path",
                        "they are packed for Linux on x86-64; this is Mac OS X aarch64"));
    }
}
