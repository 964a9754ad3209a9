package org.counterpoint.serve.board;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.counterpoint.store.FolderLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What is known of one run, from the sizes and ends of its files. Not safe for several threads. */
sealed interface RunWatch permits TrainingWatch, RecipeWatch {
    String RUNNING = "running";
    String FINISHED = "finished";
    String STOPPED = "stopped";
    String FAILED = "failed";

    FoundRun run();

    /**
     * Looks again.
     *
     * @param parts the training run in a folder, where it was found; null where it was not
     * @return whether anything is otherwise than at the last look
     */
    boolean look(Function<Path, @Nullable TrainingWatch> parts);

    /** As the page is told it; a new one after each look that changed something. */
    ObjectNode summary();

    /** How long a process may be silent that cannot be seen, before it is taken for gone. */
    Duration SILENCE = Duration.ofMinutes(2);

    /** The process that works in a folder; 0: one that cannot be seen, -1: none. */
    static long holder(Path folder, long lastWritten) {
        if (Files.isDirectory(Path.of("/proc/self/fd"))) {
            return FolderLock.holder(folder).map(ProcessHandle::pid).orElse(-1L);
        }
        return System.currentTimeMillis() - lastWritten < SILENCE.toMillis() ? 0 : -1;
    }
}
