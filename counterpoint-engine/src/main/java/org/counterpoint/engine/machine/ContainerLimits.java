package org.counterpoint.engine.machine;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container (control group, version 2) grants this process; null where it sets no limit.
 *
 * @param cpus processors' worth of time
 * @param memory bytes
 */
public record ContainerLimits(
        @Nullable Double cpus, @Nullable Long memory) {

    /** Those of this process. */
    public static ContainerLimits here() {
        return parse(
                SystemFiles.content(Path.of("/sys/fs/cgroup/cpu.max")),
                SystemFiles.content(Path.of("/sys/fs/cgroup/memory.max")));
    }

    /**
     * @param cpuMax the content of {@code cpu.max}: quota and period in microseconds, or {@code max}
     * @param memoryMax the content of {@code memory.max}: bytes, or {@code max}
     */
    static ContainerLimits parse(Optional<String> cpuMax, Optional<String> memoryMax) {
        Double cpus = cpuMax.map(String::strip)
                .filter(text -> text.matches("\\d+ [1-9]\\d*"))
                .map(text -> Double.parseDouble(text.split(" ")[0]) / Double.parseDouble(text.split(" ")[1]))
                .orElse(null);
        Long memory = memoryMax
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .orElse(null);
        return new ContainerLimits(cpus, memory);
    }
}
