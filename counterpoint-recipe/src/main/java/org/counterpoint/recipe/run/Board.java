package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.StageTask;
import org.jspecify.annotations.Nullable;

/** How far each task is. */
final class Board {
    static final String TO_DO = "to do";
    static final String RUNNING = "running";
    static final String DONE_BEFORE = "done before";
    static final String DONE = "done";
    static final String FAILED = "failed";
    static final String SKIPPED = "skipped";
    static final String STOPPED = "stopped";

    private record Standing(
            String status, double seconds, @Nullable String message, boolean inputFault) {}

    private final Plan plan;
    private final List<String> overrides;
    private final Map<String, Standing> standings = new LinkedHashMap<>();
    private String status = RUNNING;
    private String started = "";
    private long startedAt;
    private ToDoubleFunction<StageTask> guess = task -> 0;

    Board(Plan plan, List<String> overrides) {
        this.plan = plan;
        this.overrides = List.copyOf(overrides);
        plan.tasks().forEach(task -> standings.put(task.id(), new Standing(TO_DO, 0, null, false)));
    }

    /** @param left what a task may take, in seconds; 0 where it is done */
    void begin(ToDoubleFunction<StageTask> left) {
        guess = left;
        started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        startedAt = System.nanoTime();
    }

    void running(StageTask task) {
        put(task, RUNNING, 0, null, false);
    }

    void doneBefore(StageTask task) {
        put(task, DONE_BEFORE, 0, null, false);
    }

    void done(StageTask task, double seconds) {
        put(task, DONE, seconds, null, false);
    }

    void failed(StageTask task, String message, boolean inputFault, double seconds) {
        put(task, FAILED, seconds, message, inputFault);
    }

    /** Someone asked for the end: the run goes on here another time. */
    void stopped(StageTask task, String message, double seconds) {
        put(task, STOPPED, seconds, message, false);
        status = STOPPED;
    }

    void skipped(StageTask task, String message) {
        put(task, SKIPPED, 0, message, false);
    }

    private void put(StageTask task, String is, double seconds, @Nullable String message, boolean inputFault) {
        standings.put(task.id(), new Standing(is, seconds, message, inputFault));
    }

    /** Whether a task has no artifact that others could take. */
    boolean isMissing(String id) {
        Standing standing = standings.get(id);
        return standing == null
                || !standing.status().equals(DONE) && !standing.status().equals(DONE_BEFORE);
    }

    void end() {
        status = standings.keySet().stream().anyMatch(this::isMissing) ? FAILED : DONE;
    }

    void write(Path folder) throws IOException {
        report().write(folder);
    }

    RunReport report() {
        List<RunReport.Entry> entries = new ArrayList<>();
        boolean onlyInputFaults = true;
        for (StageTask task : plan.tasks()) {
            Standing standing = standings.getOrDefault(task.id(), new Standing(TO_DO, 0, null, false));
            onlyInputFaults &= standing.status().equals(SKIPPED) || standing.inputFault();
            entries.add(new RunReport.Entry(
                    task.id(),
                    task.kind().name(),
                    task.arm(),
                    standing.status(),
                    standing.seconds(),
                    guess.applyAsDouble(task),
                    standing.message(),
                    task.needs().stream().map(StageTask::id).toList(),
                    task.settings().all()));
        }
        return new RunReport(
                plan.recipe().file().toString(),
                plan.recipe().about(),
                plan.recipe().seed(),
                overrides,
                status,
                started,
                (System.nanoTime() - startedAt) / 1e9,
                Versions.here(),
                entries,
                onlyInputFaults);
    }
}
