package org.counterpoint.app.doctor;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's memory in bytes, -1 where the system does not say. */
public record Memory(long total, long available) {

    private static final Pattern LINE = Pattern.compile("(\\w+):\\s+(\\d+) kB");

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
