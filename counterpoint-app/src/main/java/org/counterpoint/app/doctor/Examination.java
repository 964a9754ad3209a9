package org.counterpoint.app.doctor;

import java.util.List;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.machine.Processor;

/** All that the doctor saw. Its JSON form is what {@code doctor --json} prints. */
public record Examination(
        String version,
        String system,
        Processor processor,
        Memory memory,
        ContainerLimits container,
        JavaMachine java,
        NativeParts nativeParts,
        List<EnvironmentSetting> environment,
        List<Disk> disks,
        String recommendedPrecision,
        List<Finding> findings) {

    /** The JVM that this runs in; heap in bytes. */
    public record JavaMachine(String version, String vendor, long maximumHeap) {}

    /** Whether nothing was found that keeps the program from working. */
    public boolean works() {
        return findings.stream().noneMatch(Finding::breaks);
    }
}
