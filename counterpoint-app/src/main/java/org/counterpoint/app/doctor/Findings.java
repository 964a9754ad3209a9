package org.counterpoint.app.doctor;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.machine.Sizes;

/** Draws the conclusions from what was seen. */
final class Findings {

    /** Below this a checkpoint of a small model and the native parts' cache may not fit. */
    private static final long LITTLE_DISK = 2L << 30;

    private Findings() {}

    /** What breaks and what slows, in the order in which things were looked at. */
    static List<Finding> of(
            NativeParts parts, List<EnvironmentSetting> environment, List<Disk> disks, String architecture) {
        List<Finding> findings = new ArrayList<>();
        if (parts.failure() != null) {
            findings.add(new Finding(
                    true,
                    "the native parts do not load: " + parts.failure(),
                    architecture.equals("Linux amd64")
                            ? "they need glibc and write to ~/.javacpp and ~/.djl.ai: see that both can be written"
                            : "they are packed for Linux on x86-64; this is " + architecture));
        }
        for (EnvironmentSetting setting : environment) {
            if (setting.name().equals("OPENBLAS_CORETYPE") && setting.actual() != null) {
                findings.add(new Finding(
                        false,
                        "OPENBLAS_CORETYPE is " + setting.actual()
                                + ": OpenBLAS uses that processor's kernels and not those it would choose for this one",
                        "unset it, and compare the fp32 matrix products that doctor measures"));
            }
            if (!setting.asExpected()) {
                String value = setting.actual() == null ? "is not set" : "is " + setting.actual();
                findings.add(new Finding(
                        false,
                        setting.name() + " " + value + ": " + setting.without(),
                        "start the program through its launcher, or set " + setting.name() + "=" + setting.expected()));
            }
        }
        for (Disk disk : disks) {
            if (!disk.writable()) {
                findings.add(new Finding(
                        true, disk.folder() + " cannot be written", "make it writable, or choose another folder"));
            } else if (disk.free() < LITTLE_DISK) {
                findings.add(new Finding(
                        false,
                        disk.folder() + " has only " + Sizes.bytes(disk.free()) + " left",
                        "checkpoints and the unpacked native parts may not fit: make room"));
            }
        }
        return findings;
    }
}
