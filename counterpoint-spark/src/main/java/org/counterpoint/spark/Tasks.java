package org.counterpoint.spark;

import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.counterpoint.data.spill.Scratch;

/** What a task takes, and leaves when it ends, however it ends. */
final class Tasks {
    private Tasks() {}

    /** Scratch files until the end of the task. */
    static Scratch scratch() {
        Scratch scratch = Scratch.system();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> scratch.close());
        return scratch;
    }
}
