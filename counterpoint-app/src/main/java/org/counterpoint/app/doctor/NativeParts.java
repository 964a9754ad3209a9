package org.counterpoint.app.doctor;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the native libraries load, and how fast they are here.
 *
 * @param failure why they do not load; null where they do
 * @param details what they say of themselves, such as version and kernels in use
 * @param speeds measured matrix multiplication
 */
public record NativeParts(@Nullable String failure, Map<String, String> details, List<Speed> speeds) {

    /**
     * A measured rate.
     *
     * @param precision {@code fp32} or {@code bf16}
     * @param gflops thousand million floating-point operations a second
     */
    public record Speed(String precision, double gflops) {}
}
