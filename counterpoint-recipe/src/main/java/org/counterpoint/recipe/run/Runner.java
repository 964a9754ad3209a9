package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.console.Console;
import org.counterpoint.console.Durations;
import org.counterpoint.console.FailureText;
import org.counterpoint.data.InputException;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.StageTask;
import org.counterpoint.recipe.stage.Workplace;
import org.counterpoint.store.WholeFile;
import org.counterpoint.store.WholeFolder;
import org.counterpoint.train.StoppedException;
import org.jspecify.annotations.Nullable;

/**
 * Does a plan's tasks in its order, one by one or several at once. A task that fails takes down those that need it, and no others. Every artifact is
 * whole before another task sees it, so that a kill at any moment costs no more than what its job had not yet kept.
 */
public final class Runner {
    private final Plan plan;
    private final RecipeFolder folder;
    private final ArtifactSurvey survey;
    private final Board board;
    private final Console console;
    private final RunClock clock;
    private final boolean force;
    private final int atOnce;
    private final Set<String> open = new HashSet<>();

    /** A task that works. */
    private record Running(StageTask task, State.Wanted wanted, long startedAt, String started) {}

    /**
     * What is done all the same.
     *
     * @param redo whether artifacts that were changed by hand are made anew; else they are refused
     * @param force whether stages start also where less memory is free than they will take
     */
    public record Insistence(boolean redo, boolean force) {
        public static final Insistence NONE = new Insistence(false, false);
    }

    private Runner(Plan plan, RecipeFolder folder, Board board, Insistence insistence, int atOnce, Console console)
            throws IOException {
        this.force = insistence.force();
        this.atOnce = atOnce;
        this.plan = plan;
        this.folder = folder;
        this.survey = new ArtifactSurvey(folder.root());
        this.board = board;
        this.console = console;
        this.clock = RunClock.of(plan, folder.root(), survey, atOnce);
    }

    /**
     * Does what is to be done, and leaves what is done.
     *
     * @param overrides of the recipe, for the record
     * @param atOnce how many tasks work at the same time, where they do not need one another
     * @throws InputException where the folder or an artifact in it is not as this run needs it; nothing was written
     */
    public static RunReport run(
            Plan plan, Path out, List<String> overrides, Insistence insistence, int atOnce, Console console)
            throws IOException {
        plan.requireOutsideData(out);
        try (RecipeFolder folder = RecipeFolder.open(out)) {
            Runner runner = new Runner(plan, folder, new Board(plan, overrides), insistence, atOnce, console);
            if (!insistence.redo()) {
                runner.refuseEdits();
            }
            runner.checkReady();
            return runner.run();
        }
    }

    private void refuseEdits() throws IOException {
        List<String> edits = new ArrayList<>();
        for (StageTask task : plan.tasks()) {
            edits.addAll(survey.edits(task));
        }
        if (!edits.isEmpty()) {
            folder.abandon();
            throw new InputException("artifacts are not as their stages left them, and nothing was done:\n  "
                    + String.join("\n  ", edits)
                    + "\nTo work with a changed file, copy it elsewhere and name it in the recipe."
                    + " To have it made anew, give --redo, which loses the change.");
        }
    }

    /** A key that is missing is told now, and not when all that comes before was done. */
    private void checkReady() throws IOException {
        for (StageTask task : plan.tasks()) {
            if (clock.guess(task) > 0) {
                try {
                    task.stage(survey.files(task)).ready();
                } catch (InputException e) {
                    folder.abandon();
                    throw new InputException(task.place() + ": " + task.id() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private RunReport run() throws IOException {
        board.begin(clock::guess);
        try {
            board.write(folder.root());
        } catch (IOException e) {
            folder.abandon();
            throw e;
        }
        // Once a stop is asked for, those that end by themselves are waited for; what the others keep, they have kept.
        List<StageTask> waiting = new ArrayList<>(plan.tasks());
        waiting.forEach(task -> open.add(task.id()));
        Optional<StoppedException> stopped = Optional.empty();
        try (StageThreads<Running> threads = new StageThreads<>(atOnce)) {
            while (true) {
                Optional<StageTask> next = stopped.isPresent() || threads.isFull()
                        ? Optional.empty()
                        : waiting.stream().filter(this::isDecided).findFirst();
                if (next.isPresent()) {
                    waiting.remove(next.get());
                    begin(next.get(), threads);
                } else if (!threads.isIdle()
                        && (stopped.isEmpty() || console.interrupts().hasSections())) {
                    StageThreads.Ended<Running> ended = threads.take();
                    Optional<StoppedException> stop = end(ended.what(), ended.failure());
                    stopped = stopped.or(() -> stop);
                } else {
                    break;
                }
                board.write(folder.root());
            }
        }
        if (stopped.isPresent()) {
            throw stopped.get();
        }
        board.end();
        board.write(folder.root());
        return board.report();
    }

    /** Whether all that it needs is done or never will be. */
    private boolean isDecided(StageTask task) {
        return task.needs().stream().map(StageTask::id).noneMatch(open::contains);
    }

    /** Starts a task, unless it is done already or lacks something. */
    private void begin(StageTask task, StageThreads<Running> threads) throws IOException {
        List<String> lacking = task.needs().stream()
                .map(StageTask::id)
                .filter(board::isMissing)
                .toList();
        if (!lacking.isEmpty()) {
            board.skipped(task, "needs " + String.join(", ", lacking));
            leave(task);
            return;
        }
        long startedAt = System.nanoTime();
        try {
            State.Wanted wanted = survey.wanted(task);
            if (survey.state(task, wanted) instanceof State.Done) {
                board.doneBefore(task);
                leave(task);
                folder.clearWork(task);
                return;
            }
            console.note(
                    "[" + (plan.tasks().indexOf(task) + 1) + "/" + plan.tasks().size() + "] " + task.id() + ": "
                            + task.kind().meaning() + ", about " + Durations.about(clock.guess(task)) + " of "
                            + Durations.about(clock.left(task, 0, Double.NaN)));
            board.running(task);
            board.write(folder.root());
            prepare(task, wanted);
            String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            threads.start(new Running(task, wanted, startedAt, started), place -> task.stage(survey.files(task))
                    .run(task.id(), workplace(task, startedAt, place)));
        } catch (RuntimeException | IOException e) {
            failed(task, startedAt, e);
        }
    }

    /** What comes of a task that has ended; the stop where someone asked for one. */
    private Optional<StoppedException> end(Running running, @Nullable Throwable failure) throws IOException {
        StageTask task = running.task();
        try {
            if (failure == null) {
                publish(running);
                board.done(task, seconds(running.startedAt()));
                clock.took(task, seconds(running.startedAt()));
                open.remove(task.id());
            } else if (failure instanceof StoppedException stop) {
                board.stopped(task, String.valueOf(stop.getMessage()), seconds(running.startedAt()));
                return Optional.of(new StoppedException(task.id() + " " + stop.getMessage()));
            } else if (failure instanceof Error error && !(failure instanceof OutOfMemoryError)) {
                throw error;
            } else {
                failed(task, running.startedAt(), failure);
            }
        } catch (RuntimeException | IOException e) {
            failed(task, running.startedAt(), e);
        }
        return Optional.empty();
    }

    private void failed(StageTask task, long startedAt, Throwable failure) throws IOException {
        String message = task.place() + ": " + FailureText.of(failure);
        console.trace(failure);
        board.failed(task, message, FailureText.isInputFault(failure), seconds(startedAt));
        leave(task);
        console.note(task.id() + " failed: " + message);
        if (!FailureText.isInputFault(failure)) {
            keepTrace(task, failure);
        }
    }

    private void leave(StageTask task) {
        clock.leave(task);
        open.remove(task.id());
    }

    /** Beside the unfinished work, until the task is done. */
    private void keepTrace(StageTask task, Throwable failure) throws IOException {
        Files.createDirectories(folder.working(task));
        Path trace = folder.working(task).resolve("failure.txt");
        WholeFile.write(trace, (Console.traceOf(failure) + "\n").getBytes(StandardCharsets.UTF_8));
        console.note("where in the program: " + trace);
    }

    /** Makes the folder in which it works, or keeps that of the same work. */
    private void prepare(StageTask task, State.Wanted wanted) throws IOException {
        Path keyFile = folder.workKey(task);
        boolean goesOn =
                Files.isRegularFile(keyFile) && Files.readString(keyFile).equals(wanted.key());
        if (!goesOn) {
            WholeFolder.delete(folder.working(task));
            Files.createDirectories(folder.working(task));
            WholeFile.write(keyFile, wanted.key().getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(folder.work(task));
    }

    /** Those that work at once share no cache: none of them waits for another that makes the same. */
    private Workplace workplace(StageTask task, long startedAt, int place) {
        Path cache = place == 0 ? folder.cache() : folder.cache().resolve("beside-" + place);
        Console own = atOnce == 1 ? console : console.spokenFor(task.id());
        return new Workplace(folder.work(task), cache, own, force, left -> clock.left(task, seconds(startedAt), left));
    }

    private void publish(Running running) throws IOException {
        StageTask task = running.task();
        Path work = folder.work(task);
        new StageLineage(
                        task.stage(),
                        task.arm(),
                        task.kind().name(),
                        task.kind().version(),
                        running.wanted().key(),
                        task.settings().all(),
                        running.wanted().inputs(),
                        survey.outputs(task, work),
                        Versions.here(),
                        running.started(),
                        seconds(running.startedAt()))
                .write(work);
        folder.publish(task);
    }

    private static double seconds(long startedAt) {
        return (System.nanoTime() - startedAt) / 1e9;
    }
}
