package org.counterpoint.app.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.app.recipe.plan.Plan;
import org.counterpoint.app.recipe.plan.Task;
import org.counterpoint.app.recipe.stage.Expected;
import org.counterpoint.app.recipe.stage.Forecast;
import org.counterpoint.app.recipe.stage.Output;
import org.counterpoint.app.recipe.stage.Size;
import org.jspecify.annotations.Nullable;

/** What a run would do, with a guess at its cost; touches nothing. */
public final class DryRun {
    private final Plan plan;
    private final Path root;
    private final Survey survey;
    private final Measure measure = new Measure();
    private final Map<Task, Forecast> forecasts = new HashMap<>();
    private final Set<Task> toDo = new HashSet<>();

    private DryRun(Plan plan, Path root, FileHashes hashes) {
        this.plan = plan;
        this.root = root;
        this.survey = new Survey(root, hashes);
    }

    /**
     * A task's outlook.
     *
     * @param state {@code done}, {@code to do} or {@code edited}
     * @param why it is to be done; null where it is done
     * @param tokens and seconds that it is guessed to take; 0 where it is done
     */
    public record Line(
            String id, String kind, String state, @Nullable String why, long tokens, double seconds) {}

    /** @throws org.counterpoint.data.InputException where the folder holds something else than a run */
    public static List<Line> of(Plan plan, Path out) throws IOException {
        RunFolder.checkOurs(out);
        FileHashes hashes = FileHashes.open(RunFolder.cache(out).resolve("hashes.json"));
        return new DryRun(plan, out, hashes).lines();
    }

    private List<Line> lines() throws IOException {
        Speed speed = Speed.here();
        List<Line> lines = new ArrayList<>();
        for (Task task : plan.tasks()) {
            String why = null;
            String state = "to do";
            List<String> waits =
                    task.needs().stream().filter(toDo::contains).map(Task::id).toList();
            if (!waits.isEmpty()) {
                boolean first = !Files.exists(RunFolder.artifact(root, task));
                why = first ? "not made yet" : "after " + String.join(", ", waits);
            } else {
                State found = survey.state(task, survey.wanted(task));
                if (found instanceof State.Done) {
                    state = "done";
                } else if (found instanceof State.Edited edited) {
                    state = "edited";
                    why = String.join(", ", edited.files());
                } else if (found instanceof State.ToDo open) {
                    why = open.why();
                }
            }
            Forecast forecast = task.kind().forecast(new Expected(task.settings(), sizes(task)));
            forecasts.put(task, forecast);
            boolean done = state.equals("done");
            if (!done) {
                toDo.add(task);
            }
            lines.add(new Line(
                    task.id(),
                    task.kind().name(),
                    state,
                    why,
                    done ? 0 : forecast.tokens(),
                    done ? 0 : speed.seconds(forecast)));
        }
        return lines;
    }

    private Map<String, List<Size>> sizes(Task task) throws IOException {
        Map<String, List<Size>> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, List<Task.Input>> field : task.inputs().entrySet()) {
            List<Size> of = new ArrayList<>();
            for (Task.Input input : field.getValue()) {
                of.add(size(input));
            }
            sizes.put(field.getKey(), of);
        }
        return sizes;
    }

    private Size size(Task.Input input) throws IOException {
        Task maker = input.task();
        if (maker == null || !toDo.contains(maker)) {
            return measure.of(survey.file(input).path());
        }
        Forecast forecast = forecasts.get(maker);
        Output output = input.output();
        if (forecast == null || output == null) {
            return Size.NONE;
        }
        for (Map.Entry<String, Output> named : maker.kind().outputs().entrySet()) {
            if (named.getValue().equals(output)) {
                return forecast.outputs().getOrDefault(named.getKey(), Size.NONE);
            }
        }
        return Size.NONE;
    }
}
