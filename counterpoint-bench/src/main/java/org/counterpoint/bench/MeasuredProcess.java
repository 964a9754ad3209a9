package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end, its stdout and stderr in files, and watches its memory. */
final class MeasuredProcess {
    private static final long LOOK_MILLIS = 100;

    /** What the script {@code run} sets for this process; a child starts without it, as from a user's shell. */
    private static final List<String> OURS_ALONE =
            List.of("OMP_WAIT_POLICY", "OPENBLAS_THREAD_TIMEOUT", "OPT_OUT_TRACKING", "DJL_OFFLINE");

    private MeasuredProcess() {}

    /**
     * What a run left.
     *
     * @param seconds from start to end, loading included
     * @param peakBytes see {@link PeakMemory}
     */
    record Outcome(String stdout, double seconds, long peakBytes) {}

    /**
     * @param environment set beside what this process has, less what {@code run} set for it
     * @param folder gets {@code stdout} and {@code stderr}
     * @throws IllegalStateException if it ends with another code than 0; names the file of its errors
     */
    static Outcome run(List<String> command, Map<String, String> environment, Path folder)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path stdout = folder.resolve("stdout");
        Path stderr = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile());
        builder.environment().keySet().removeAll(OURS_ALONE);
        builder.environment().putAll(environment);
        PeakMemory memory = new PeakMemory();
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                memory.look(process.toHandle());
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (process.exitValue() != 0) {
            throw new IllegalStateException("exit code " + process.exitValue() + " from " + String.join(" ", command)
                    + "\n  its errors are in " + stderr);
        }
        return new Outcome(Files.readString(stdout), seconds, memory.bytes());
    }
}
