package org.counterpoint.recipe.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.recipe.Axis;
import org.counterpoint.recipe.Recipe;
import org.counterpoint.recipe.StageSpec;
import org.counterpoint.recipe.stage.Given;

/** Lays a recipe's stages and arms out as tasks. */
public final class Planner {
    private static final int MOST_TASKS = 2000;

    private final Recipe recipe;
    private final YamlFaults faults;

    private Planner(Recipe recipe, YamlFaults faults) {
        this.recipe = recipe;
        this.faults = faults;
    }

    /**
     * @param faults given what is wrong; with any, the plan lacks tasks and must not be run
     */
    public static Plan plan(Recipe recipe, YamlFaults faults) {
        return new Planner(recipe, faults).plan();
    }

    private Plan plan() {
        SourceReader sources = new SourceReader(recipe.stages(), recipe.broken(), faults);
        Merging merging = new Merging(faults);
        YamlFaults inSettings = new YamlFaults();
        Map<String, List<ArmDraft>> drafts = new LinkedHashMap<>();
        recipe.stages().forEach((name, stage) -> {
            List<ArmDraft> arms = new ArrayList<>();
            for (Map<Axis, String> combination : combinations(stage)) {
                List<YamlNode.Mapping> points = new ArrayList<>();
                Map<String, String> labels = new LinkedHashMap<>();
                combination.forEach((axis, label) -> {
                    labels.put(axis.name(), label);
                    points.add(axis.points().get(label));
                });
                Given given = merging.given(stage, points, recipe.seed());
                int before = faults.count();
                List<InputSource> from = sources.read(stage, given);
                boolean whole = faults.count() == before && from.size() == sources.named(stage, given);
                arms.add(new ArmDraft(labels, given, stage.kind().form().read(given, inSettings), from, whole));
            }
            drafts.put(name, arms);
        });
        List<String> order = new Ordering(recipe, drafts, faults).order();
        Map<String, List<StageTask>> done = new LinkedHashMap<>();
        // Whatever is wrong with settings: arms are joined without them. What inputs that are wrong lead to is no
        // fault.
        ArmJoin joining = new ArmJoin(done, faults.isEmpty() ? faults : new YamlFaults());
        Supplies supplies = new Supplies();
        for (String name : order) {
            StageSpec stage = recipe.stages().get(name);
            List<StageTask> tasks = new ArrayList<>();
            if (stage != null) {
                for (ArmDraft draft : drafts.getOrDefault(name, List.of())) {
                    List<StageTask> joined = joining.tasks(stage, draft);
                    if (draft.whole()) {
                        joined.forEach(task -> supplies.check(task, draft.given(), inSettings));
                    }
                    tasks.addAll(joined);
                }
                checkNames(stage, tasks);
            }
            done.put(name, tasks);
        }
        faults.addAll(inSettings);
        List<StageTask> all = done.values().stream().flatMap(List::stream).toList();
        if (all.size() > MOST_TASKS) {
            faults.add(
                    recipe.stages().values().iterator().next().place(),
                    "the recipe has " + all.size() + " tasks with all its arms, more than " + MOST_TASKS);
        }
        return new Plan(recipe, all);
    }

    private List<Map<Axis, String>> combinations(StageSpec stage) {
        List<Map<Axis, String>> all = List.of(Map.of());
        for (Axis axis : stage.axes()) {
            List<Map<Axis, String>> longer = new ArrayList<>();
            for (Map<Axis, String> before : all) {
                for (String label : axis.points().keySet()) {
                    Map<Axis, String> next = new LinkedHashMap<>(before);
                    next.put(axis, label);
                    longer.add(next);
                }
            }
            if (longer.size() > MOST_TASKS) {
                faults.add(
                        axis.place(),
                        "the arms of " + stage.name() + " make more than " + MOST_TASKS + " combinations");
                return List.of();
            }
            all = longer;
        }
        return all;
    }

    private void checkNames(StageSpec stage, List<StageTask> tasks) {
        Set<String> seen = new HashSet<>();
        for (StageTask task : tasks) {
            if (!seen.add(task.id())) {
                faults.add(
                        stage.place(),
                        "two arms of " + stage.name() + " are called " + task.armName()
                                + "; give them names of their own");
            }
        }
    }
}
