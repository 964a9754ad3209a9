package org.counterpoint.app.doctor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variable that the native parts read once, at the start of the process.
 *
 * @param expected what the launcher sets; null where any value is right
 * @param actual null where it is not set
 * @param without what is lost where it is not as expected
 */
public record EnvironmentSetting(
        String name, @Nullable String expected, @Nullable String actual, String without) {

    private record Known(String name, @Nullable String expected, String without) {}

    private static final List<Known> KNOWN = List.of(
            new Known(
                    "OMP_WAIT_POLICY",
                    "PASSIVE",
                    "waiting threads spin against each other: a training step of a 15M model was measured at less than"
                            + " half the speed"),
            new Known(
                    "OPENBLAS_THREAD_TIMEOUT",
                    "10",
                    "OpenBLAS's idle threads hold cores that the other products need: fp32 training of a 135M model was"
                            + " measured at three quarters of the speed"),
            new Known("OPT_OUT_TRACKING", "true", "the tokenizer library may report its use over the network"),
            new Known("DJL_OFFLINE", "true", "the tokenizer library may try to download its native part"),
            new Known("OMP_NUM_THREADS", null, ""),
            new Known("OPENBLAS_NUM_THREADS", null, ""),
            new Known("OPENBLAS_CORETYPE", null, ""));

    /** All settings that matter, as they are in this environment. */
    static List<EnvironmentSetting> of(Map<String, String> environment) {
        return KNOWN.stream()
                .map(known ->
                        new EnvironmentSetting(known.name, known.expected, environment.get(known.name), known.without))
                .toList();
    }

    boolean asExpected() {
        return expected == null || expected.equalsIgnoreCase(actual);
    }
}
