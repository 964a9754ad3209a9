package org.counterpoint.recipe.stage;

import java.io.IOException;
import org.counterpoint.chat.AskingSummary;
import org.counterpoint.console.FailedWork;
import org.jspecify.annotations.Nullable;

/** What stages that ask somebody have in common: how a thread is stopped, and what becomes of questions left open. */
final class OpenQuestions {
    private OpenQuestions() {}

    /** Work that a stopped thread ends. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    static <T> T interruptibly(StageRun<?> run, Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(run.name() + " was stopped; what was answered is kept", e);
        }
    }

    /**
     * Ends the stage where something is missing; its work is kept, so that the next run asks for that alone.
     *
     * @param failed questions without an answer
     * @param where they are told apart
     */
    static void check(StageRun<? extends AskingChoices<?>> run, long failed, AskingSummary asking, String where) {
        @Nullable String stopped = asking.stopped();
        if (stopped != null || asking.notAsked() > 0) {
            throw new FailedWork("asking ended early: " + stopped + "\n" + asking.notAsked()
                    + " questions were not asked; the same command goes on, with a larger budget or when the server is"
                    + " back");
        }
        if (failed > 0 && !run.choices().acceptsOpen()) {
            throw new FailedWork(failed + " questions ended without an answer (" + where
                    + ")\nthe same command asks them again; to go on without them give unanswered: accept");
        }
    }
}
