package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.console.SettledTime;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.StageTask;

/** How long a run may still take: guesses, made better by every task that comes to its end. Tasks ask from their threads. */
final class RunClock {
    private final Map<String, Outlook.Prospect> open = new LinkedHashMap<>();
    private final StagePace pace;
    private final SettledTime settled = new SettledTime();
    private final int atOnce;

    private RunClock(List<Outlook.Prospect> prospects, StagePace pace, int atOnce) {
        this.pace = pace;
        this.atOnce = atOnce;
        prospects.stream()
                .filter(prospect -> !prospect.isDone())
                .forEach(one -> open.put(one.task().id(), one));
    }

    /** @param atOnce how many tasks are done at the same time */
    static RunClock of(Plan plan, Path root, ArtifactSurvey survey, int atOnce) throws IOException {
        List<Outlook.Prospect> prospects = Outlook.of(plan, root, survey);
        return new RunClock(prospects, StagePace.of(prospects, root), atOnce);
    }

    /** The task came to its end, or will never be done. */
    synchronized void leave(StageTask task) {
        open.remove(task.id());
    }

    /** The task is done. */
    synchronized void took(StageTask task, double seconds) {
        Outlook.Prospect prospect = open.remove(task.id());
        if (prospect != null) {
            pace.took(prospect, seconds);
        }
    }

    /** What a task may take, in seconds; 0 where it is done. */
    synchronized double guess(StageTask task) {
        Outlook.Prospect prospect = open.get(task.id());
        return prospect == null ? 0 : pace.seconds(prospect);
    }

    /**
     * All of the run, evened out: what one stage's end teaches does not make the time jump.
     *
     * @param running the task that is being done
     * @param elapsed for how many seconds it is
     * @param seems how many it says that it has left; NaN where it does not
     */
    synchronized double left(StageTask running, double elapsed, double seems) {
        double own = Math.max(guess(running) - elapsed, Double.isNaN(seems) ? 0 : seems);
        double others = open.values().stream()
                .filter(prospect -> !prospect.task().id().equals(running.id()))
                .mapToDouble(pace::seconds)
                .sum();
        return settled.settle(Math.max(own, (own + others) / atOnce), System.nanoTime() / 1e9);
    }
}
