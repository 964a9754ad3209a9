package org.counterpoint.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.machine.Processor;
import org.counterpoint.engine.machine.Sizes;

/** An examination as lines for a person. */
public final class DoctorText {

    private DoctorText() {}

    public static List<String> lines(Examination seen) {
        List<String> lines = new ArrayList<>();
        row(lines, "counterpoint", seen.version());
        row(lines, "system", seen.system());
        Processor processor = seen.processor();
        row(lines, "processor", processor.model());
        row(lines, "", processor.cores() + " cores, " + processor.threads() + " threads");
        row(lines, "", String.join(" ", processor.features()));
        Memory memory = seen.memory();
        row(lines, "memory", Sizes.bytes(memory.total()) + ", " + Sizes.bytes(memory.available()) + " available");
        row(lines, "container", container(seen.container()));
        row(
                lines,
                "java",
                seen.java().version() + " (" + seen.java().vendor() + "), heap up to "
                        + Sizes.bytes(seen.java().maximumHeap()));
        natives(lines, seen.nativeParts());
        row(lines, "precision", seen.recommendedPrecision() + why(processor));
        String heading = "environment";
        for (EnvironmentSetting setting : seen.environment()) {
            row(lines, heading, setting.name() + "=" + (setting.actual() == null ? "" : setting.actual()));
            heading = "";
        }
        heading = "disk";
        for (Disk disk : seen.disks()) {
            row(lines, heading, disk.folder() + ": " + Sizes.bytes(disk.free()) + " free");
            heading = "";
        }
        lines.add("");
        findings(lines, seen);
        return lines;
    }

    private static void natives(List<String> lines, NativeParts parts) {
        row(lines, "native parts", parts.failure() == null ? "load" : "do not load");
        parts.details().forEach((name, value) -> row(lines, "", name + ": " + value));
        if (!parts.speeds().isEmpty()) {
            row(
                    lines,
                    "matrix products",
                    parts.speeds().stream()
                            .map(speed ->
                                    String.format(Locale.ROOT, "%s %.0f GFLOPS", speed.precision(), speed.gflops()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void findings(List<String> lines, Examination seen) {
        if (seen.findings().isEmpty()) {
            lines.add("Nothing to mend.");
        }
        for (Finding finding : seen.findings()) {
            lines.add((finding.breaks() ? "BROKEN  " : "slower  ") + finding.what());
            lines.add("        " + finding.mend());
        }
    }

    private static String why(Processor processor) {
        if (processor.multipliesBf16()) {
            return " is worth trying: the processor multiplies bf16 by itself";
        }
        return processor.hasBf16()
                ? ": without AMX this processor multiplies bf16 more slowly, so bf16-mixed would be slower"
                : ": the processor has no bf16 instructions, so bf16-mixed would be slower";
    }

    private static String container(ContainerLimits limits) {
        if (limits.cpus() == null && limits.memory() == null) {
            return "no limits";
        }
        List<String> parts = new ArrayList<>();
        if (limits.cpus() != null) {
            parts.add(String.format(Locale.ROOT, "%.1f processors", limits.cpus()));
        }
        if (limits.memory() != null) {
            parts.add(Sizes.bytes(limits.memory()));
        }
        return String.join(", ", parts);
    }

    private static void row(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-16s %s", name, value).stripTrailing());
    }
}
