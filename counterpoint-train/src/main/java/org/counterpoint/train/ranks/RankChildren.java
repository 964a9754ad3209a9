package org.counterpoint.train.ranks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The ranks from 1 on as processes of this machine, started by rank 0 and not left behind by it. */
public final class RankChildren implements RankWatch {
    private static final int SECONDS_TO_END = 20;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private final Thread last = new Thread(this::kill);
    private boolean failed;

    private RankChildren() {}

    /**
     * Starts them.
     *
     * @param command what a rank runs
     * @param place rank 0's
     * @param threads of each
     * @param folder where each leaves its log
     */
    public static RankChildren start(List<String> command, RankPlace place, int threads, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        RankChildren children = new RankChildren();
        Runtime.getRuntime().addShutdownHook(children.last);
        boolean started = false;
        try {
            for (int rank = 1; rank < place.size(); rank++) {
                children.add(command, RankPlace.local(rank, place.size(), place.port()), threads, folder);
            }
            started = true;
            return children;
        } finally {
            if (!started) {
                children.fail();
                children.close();
            }
        }
    }

    private void add(List<String> command, RankPlace place, int threads, Path folder) throws IOException {
        Path log = folder.resolve("rank-" + place.rank() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.put(RankPlace.RANK, "" + place.rank());
        environment.put(RankPlace.LOCAL_RANK, "" + place.here().rank());
        environment.put(RankPlace.SIZE, "" + place.size());
        environment.put(RankPlace.LOCAL_SIZE, "" + place.here().size());
        environment.put(RankPlace.ADDRESS, place.address());
        environment.put(RankPlace.PORT, "" + place.port());
        environment.putIfAbsent("TORCH_CPP_LOG_LEVEL", "ERROR"); // the native library's, of what is told here in words
        environment.put("OMP_NUM_THREADS", "" + threads);
        environment.put("OPENBLAS_NUM_THREADS", "" + threads);
        processes.add(builder.start());
        logs.add(log);
    }

    @Override
    public Optional<String> ended(int rank) {
        Process process = rank == 0 ? null : processes.get(rank - 1);
        return process == null || process.isAlive()
                ? Optional.empty()
                : Optional.of("rank " + rank + " ended with exit code " + process.exitValue()
                        + "\n  what it said is in " + logs.get(rank - 1));
    }

    @Override
    public void fail() {
        failed = true;
    }

    private void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    @Override
    public void close() {
        try {
            long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(failed ? 2 : SECONDS_TO_END);
            for (Process process : processes) {
                process.waitFor(Math.max(0, latest - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(last);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook at work.
        }
    }
}
