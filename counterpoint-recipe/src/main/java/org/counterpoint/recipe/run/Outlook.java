package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.recipe.plan.Plan;
import org.counterpoint.recipe.plan.StageTask;
import org.counterpoint.recipe.stage.Forecast;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.recipe.stage.Size;
import org.counterpoint.recipe.stage.ToldStage;
import org.counterpoint.train.plan.TrainingPlan;
import org.jspecify.annotations.Nullable;

/** Looks ahead: how each of a plan's tasks stands, and what it is guessed to take. Touches nothing. */
final class Outlook {
    private final Plan plan;
    private final Path root;
    private final ArtifactSurvey survey;
    private final Measure measure = new Measure();
    private final Map<StageTask, Map<String, List<Size>>> expectations = new HashMap<>();
    private final Map<StageTask, Forecast> forecasts = new HashMap<>();
    private final Set<StageTask> toDo = new HashSet<>();

    private Outlook(Plan plan, Path root, ArtifactSurvey survey) {
        this.plan = plan;
        this.root = root;
        this.survey = survey;
    }

    /**
     * What is to be expected of a task.
     *
     * @param state {@link #DONE}, {@link #TO_DO} or {@link #EDITED}
     * @param why it is to be done; null where it is done
     * @param guess in seconds, from sizes alone
     * @param plan of a training stage that is to be done; null of any other
     */
    record Prospect(
            StageTask task,
            String state,
            @Nullable String why,
            Forecast forecast,
            double guess,
            @Nullable TrainingPlan plan) {
        static final String DONE = "done";
        static final String TO_DO = "to do";
        static final String EDITED = "edited";

        Prospect guessed(Speed speed, ToldStage<?> stage, Map<String, List<Size>> sizes) {
            TrainingPlan training =
                    isDone() ? null : stage.plan(sizes, speed.machine()).orElse(null);
            return new Prospect(task, state, why, forecast, speed.seconds(forecast), training);
        }

        boolean isDone() {
            return state.equals(DONE);
        }
    }

    static List<Prospect> of(Plan plan, Path root, ArtifactSurvey survey) throws IOException {
        return new Outlook(plan, root, survey).prospects();
    }

    private List<Prospect> prospects() throws IOException {
        List<Prospect> prospects = new ArrayList<>();
        for (StageTask task : plan.tasks()) {
            Map<String, List<Size>> sizes = sizes(task);
            expectations.put(task, sizes);
            Forecast forecast = stage(task).forecast(sizes);
            forecasts.put(task, forecast);
            Prospect prospect = prospect(task, forecast);
            if (!prospect.isDone()) {
                toDo.add(task);
            }
            prospects.add(prospect);
        }
        boolean computes = prospects.stream()
                .anyMatch(prospect -> !prospect.isDone() && prospect.forecast().operations() > 0);
        Speed speed = computes ? Speed.measured() : Speed.unmeasured();
        return prospects.stream()
                .map(prospect -> prospect.guessed(
                        speed, stage(prospect.task()), Objects.requireNonNull(expectations.get(prospect.task()))))
                .toList();
    }

    private ToldStage<?> stage(StageTask task) {
        return task.stage(survey.files(task));
    }

    private Prospect prospect(StageTask task, Forecast forecast) throws IOException {
        List<String> waits =
                task.needs().stream().filter(toDo::contains).map(StageTask::id).toList();
        if (!waits.isEmpty()) {
            boolean first = !Files.exists(RecipeFolder.artifact(root, task));
            String why = first ? "not made yet" : "after " + String.join(", ", waits);
            return new Prospect(task, Prospect.TO_DO, why, forecast, 0, null);
        }
        State found = survey.state(task, survey.wanted(task));
        if (found instanceof State.Edited edited) {
            return new Prospect(task, Prospect.EDITED, String.join(", ", edited.files()), forecast, 0, null);
        }
        return found instanceof State.ToDo open
                ? new Prospect(task, Prospect.TO_DO, open.why(), forecast, 0, null)
                : new Prospect(task, Prospect.DONE, null, forecast, 0, null);
    }

    private Map<String, List<Size>> sizes(StageTask task) throws IOException {
        Map<String, List<Size>> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, List<StageTask.Input>> field : task.inputs().entrySet()) {
            List<Size> of = new ArrayList<>();
            for (StageTask.Input input : field.getValue()) {
                of.add(size(input));
            }
            sizes.put(field.getKey(), of);
        }
        return sizes;
    }

    private Size size(StageTask.Input input) throws IOException {
        StageTask maker = input.task();
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
