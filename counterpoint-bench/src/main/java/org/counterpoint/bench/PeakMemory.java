package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The most resident memory that a process and its children ever held, as the kernel keeps it ({@code VmHWM} in
 * {@code /proc/PID/status}). A child's peak is counted apart, and the largest single process is the answer: a launcher
 * and the program that it starts are not added up.
 */
final class PeakMemory {
    private final Map<Long, Long> peaks = new HashMap<>();

    /** Looks once; to be called again and again until the process ends. */
    void look(ProcessHandle process) throws IOException {
        List<ProcessHandle> tree;
        try (Stream<ProcessHandle> children = process.descendants()) {
            tree = Stream.concat(Stream.of(process), children).toList();
        }
        for (ProcessHandle each : tree) {
            peaks.merge(each.pid(), peakOf(each.pid()), Math::max);
        }
    }

    /** In bytes; 0 if no look found the process alive. */
    long bytes() {
        return peaks.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static long peakOf(long pid) throws IOException {
        try {
            return parse(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
        } catch (NoSuchFileException e) {
            return 0; // it ended between the listing and the look
        } catch (IOException e) {
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return 0; // "No such process", while reading
            }
            throw e;
        }
    }

    /** The peak in bytes that a {@code status} file tells; 0 for one without, a process that has ended. */
    static long parse(List<String> status) {
        for (String line : status) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }
}
