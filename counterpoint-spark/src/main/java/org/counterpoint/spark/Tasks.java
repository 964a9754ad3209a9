package org.counterpoint.spark;

import java.nio.file.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.counterpoint.data.spill.Scratch;

/** What a task takes, and leaves when it ends, however it ends. */
final class Tasks {
    private static final long MOST_IN_MEMORY = 256L << 20;

    private Tasks() {}

    /** Scratch files until the end of the task, whose process may have as many tasks as the machine has cores. */
    static Scratch scratch() {
        Runtime machine = Runtime.getRuntime();
        long share = machine.maxMemory() / 8 / machine.availableProcessors();
        Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")), Math.min(MOST_IN_MEMORY, share));
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> scratch.close());
        return scratch;
    }
}
