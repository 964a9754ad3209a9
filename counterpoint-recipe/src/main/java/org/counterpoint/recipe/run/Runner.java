package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

/**
 * Does a plan's tasks one by one. A task that fails takes down those that need it, and no others. Every artifact is
 * whole before another task sees it, so that a kill at any moment costs no more than what its job had not yet kept.
 */
public final class Runner {
    private final Plan plan;
    private final RecipeFolder folder;
    private final FileHashes hashes;
    private final ArtifactSurvey survey;
    private final Board board;
    private final Console console;
    private final RunClock clock;
    private final boolean force;

    /**
     * What is done all the same.
     *
     * @param redo whether artifacts that were changed by hand are made anew; else they are refused
     * @param force whether stages start also where less memory is free than they will take
     */
    public record Insistence(boolean redo, boolean force) {
        public static final Insistence NONE = new Insistence(false, false);
    }

    private Runner(Plan plan, RecipeFolder folder, FileHashes hashes, Board board, boolean force, Console console)
            throws IOException {
        this.force = force;
        this.plan = plan;
        this.folder = folder;
        this.hashes = hashes;
        this.survey = new ArtifactSurvey(folder.root(), hashes);
        this.board = board;
        this.console = console;
        this.clock = RunClock.of(plan, folder.root(), survey);
    }

    /**
     * Does what is to be done, and leaves what is done.
     *
     * @param overrides of the recipe, for the record
     * @throws InputException where the folder or an artifact in it is not as this run needs it; nothing was written
     */
    public static RunReport run(Plan plan, Path out, List<String> overrides, Insistence insistence, Console console)
            throws IOException {
        try (RecipeFolder folder = RecipeFolder.open(out)) {
            FileHashes hashes = FileHashes.open(folder.cache().resolve("hashes.json"));
            Runner runner = new Runner(plan, folder, hashes, new Board(plan, overrides), insistence.force(), console);
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
                    throw new InputException(task.id() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private RunReport run() throws IOException {
        board.begin(clock::guess);
        board.write(folder.root());
        int number = 0;
        for (StageTask task : plan.tasks()) {
            number++;
            List<String> lacking = task.needs().stream()
                    .map(StageTask::id)
                    .filter(board::isMissing)
                    .toList();
            if (!lacking.isEmpty()) {
                board.skipped(task, "needs " + String.join(", ", lacking));
                clock.leave(task);
                continue;
            }
            attempt(task, number);
            board.write(folder.root());
            hashes.save();
        }
        board.end();
        board.write(folder.root());
        return board.report();
    }

    private void attempt(StageTask task, int number) throws IOException {
        long startedAt = System.nanoTime();
        try {
            State.Wanted wanted = survey.wanted(task);
            State state = survey.state(task, wanted);
            if (state instanceof State.Done) {
                board.doneBefore(task);
                clock.leave(task);
                folder.clearWork(task);
                return;
            }
            console.note("[" + number + "/" + plan.tasks().size() + "] " + task.id() + ": "
                    + task.kind().meaning() + ", about " + Durations.about(clock.guess(task)) + " of "
                    + Durations.about(clock.left(task, 0, Double.NaN)));
            board.running(task);
            board.write(folder.root());
            make(task, wanted, startedAt);
            board.done(task, seconds(startedAt));
            clock.took(task, seconds(startedAt));
        } catch (StoppedException e) {
            board.stopped(task, String.valueOf(e.getMessage()), seconds(startedAt));
            board.write(folder.root());
            throw new StoppedException(task.id() + " " + e.getMessage());
        } catch (RuntimeException | IOException | OutOfMemoryError e) {
            String message = FailureText.of(e);
            console.trace(e);
            board.failed(task, message, FailureText.isInputFault(e), seconds(startedAt));
            clock.leave(task);
            console.note(task.id() + " failed: " + message);
            if (!FailureText.isInputFault(e)) {
                keepTrace(task, e);
            }
        }
    }

    /** Beside the unfinished work, until the task is done. */
    private void keepTrace(StageTask task, Throwable failure) throws IOException {
        Files.createDirectories(folder.working(task));
        Path trace = folder.working(task).resolve("failure.txt");
        WholeFile.write(trace, (Console.traceOf(failure) + "\n").getBytes(StandardCharsets.UTF_8));
        console.note("where in the program: " + trace);
    }

    private void make(StageTask task, State.Wanted wanted, long startedAt) throws IOException {
        Path work = folder.work(task);
        Path keyFile = folder.workKey(task);
        boolean goesOn =
                Files.isRegularFile(keyFile) && Files.readString(keyFile).equals(wanted.key());
        if (!goesOn) {
            WholeFolder.delete(folder.working(task));
            Files.createDirectories(folder.working(task));
            WholeFile.write(keyFile, wanted.key().getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(work);
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Workplace place =
                new Workplace(work, folder.cache(), console, force, left -> clock.left(task, seconds(startedAt), left));
        task.stage(survey.files(task)).run(task.id(), place);
        new StageLineage(
                        task.stage(),
                        task.arm(),
                        task.kind().name(),
                        task.kind().version(),
                        wanted.key(),
                        task.settings().all(),
                        wanted.inputs(),
                        survey.outputs(task, work),
                        Versions.here(),
                        started,
                        seconds(startedAt))
                .write(work);
        folder.publish(task);
    }

    private static double seconds(long startedAt) {
        return (System.nanoTime() - startedAt) / 1e9;
    }
}
