package org.counterpoint.engine.machine;

import java.nio.file.Path;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's memory in bytes, -1 where the system does not say. */
public record Memory(long total, long available) {

    private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d+) kB");

    /** This machine's. */
    public static Memory here() {
        return parse(SystemFiles.lines(Path.of("/proc/meminfo")));
    }

    /** Bytes that this process may still take: what is available, or what its container grants where that is less; -1 for unknown. */
    public static long freeHere() {
        return here().within(ContainerLimits.here());
    }

    /** What is available in a container; -1 where the system does not say. */
    public long within(ContainerLimits container) {
        Long limit = container.memory();
        return limit == null || available < 0 ? available : Math.min(available, limit);
    }

    /** How much there is in all, such as {@code 15.6 GiB}. */
    public String words() {
        return Sizes.bytes(total);
    }

    /** Reads the lines of {@code /proc/meminfo}. */
    static Memory parse(Collection<String> lines) {
        long total = -1;
        long available = -1;
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            long bytes = Long.parseLong(matcher.group(2)) * 1024;
            if (matcher.group(1).equals("MemTotal")) {
                total = bytes;
            } else if (matcher.group(1).equals("MemAvailable")) {
                available = bytes;
            }
        }
        return new Memory(total, available);
    }
}
