package org.counterpoint.recipe.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.recipe.StageSpec;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.settings.Suggestions;

/**
 * Gives a stage's inputs their arms. A stage is done once for each combination of the arms it takes from; axes of the
 * same name are the same axis, so that what has seed 2 on one side meets what has seed 2 on the other.
 */
final class ArmJoin {
    private final Map<String, List<StageTask>> done;
    private final YamlFaults faults;

    /** @param done tasks of the stages before */
    ArmJoin(Map<String, List<StageTask>> done, YamlFaults faults) {
        this.done = done;
        this.faults = faults;
    }

    private record Partial(Map<String, String> arm, Map<String, List<StageTask.Input>> inputs) {
        Partial with(Map<String, String> more, InputSource source, List<StageTask.Input> found) {
            Map<String, String> wider = new LinkedHashMap<>(arm);
            more.forEach(wider::putIfAbsent);
            Map<String, List<StageTask.Input>> longer = new LinkedHashMap<>(inputs);
            List<StageTask.Input> own =
                    new ArrayList<>(longer.getOrDefault(source.field().name(), List.of()));
            own.addAll(found);
            longer.put(source.field().name(), List.copyOf(own));
            return new Partial(wider, longer);
        }
    }

    List<StageTask> tasks(StageSpec stage, ArmDraft draft) {
        List<Partial> partials = List.of(new Partial(Map.of(), Map.of()));
        for (InputSource source : draft.sources()) {
            if (!gathers(source)) {
                partials = joined(partials, source, draft.labels());
            }
        }
        List<StageTask> tasks = new ArrayList<>();
        for (Partial partial : partials) {
            Partial own = new Partial(withOwn(partial.arm(), draft.labels()), partial.inputs());
            for (InputSource source : draft.sources()) {
                if (gathers(source)) {
                    own = own.with(Map.of(), source, gathered(source, own.arm()));
                }
            }
            tasks.add(new StageTask(
                    stage.name(), stage.place(), stage.kind(), own.arm(), draft.settings(), own.inputs()));
        }
        return tasks;
    }

    /** What came from before names an arm first, then what is the stage's own. */
    private static Map<String, String> withOwn(Map<String, String> arm, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(arm);
        all.putAll(own);
        return all;
    }

    private static boolean gathers(InputSource source) {
        boolean all = source.from() != null && source.from().all();
        return all || source.field().arity() == Field.Arity.ALL;
    }

    private List<Partial> joined(List<Partial> partials, InputSource source, Map<String, String> ownLabels) {
        List<Partial> longer = new ArrayList<>();
        for (Partial partial : partials) {
            if (source.from() == null) {
                longer.add(partial.with(Map.of(), source, List.of(file(source))));
                continue;
            }
            for (StageTask task : picked(source)) {
                Map<String, String> rest = unpicked(task, source.from());
                if (agrees(rest, partial.arm()) && agrees(rest, ownLabels)) {
                    longer.add(partial.with(rest, source, List.of(input(source, task))));
                }
            }
        }
        boolean anyWere = !partials.isEmpty() && !picked(source).isEmpty();
        if (longer.isEmpty() && anyWere) {
            faults.add(
                    source.place(),
                    "no arm of " + describe(source) + " has " + ownLabels
                            + "; arms of the same name are the same, so give one of them another name");
        }
        return longer;
    }

    private List<StageTask.Input> gathered(InputSource source, Map<String, String> arm) {
        if (source.from() == null) {
            return List.of(file(source));
        }
        return picked(source).stream()
                .filter(task -> agrees(unpicked(task, source.from()), arm))
                .map(task -> input(source, task))
                .toList();
    }

    private static StageTask.Input file(InputSource source) {
        return new StageTask.Input(source.name(), null, null, source.path());
    }

    private static StageTask.Input input(InputSource source, StageTask task) {
        Output output = Outputs.of(
                task.kind(), source.from() == null ? null : source.from().output());
        return new StageTask.Input(source.name(), task, output, null);
    }

    /** The tasks of a stage that have all labels that the reference picks. */
    private List<StageTask> picked(InputSource source) {
        Reference from = source.from();
        if (from == null) {
            return List.of();
        }
        List<StageTask> tasks = done.getOrDefault(from.stage(), List.of());
        if (from.all()) {
            return tasks;
        }
        Set<String> known = new TreeSet<>();
        tasks.forEach(task -> {
            known.addAll(task.arm().values());
            known.add(task.armName());
        });
        for (String label : from.labels()) {
            if (!known.contains(label)) {
                faults.add(
                        source.place(),
                        from.stage() + " has no arm " + label
                                + Suggestions.nearest(label, known)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
            }
        }
        return tasks.stream()
                .filter(task -> from.labels().stream()
                        .allMatch(label -> task.arm().containsValue(label)
                                || task.armName().equals(label)))
                .toList();
    }

    /** The axes that a reference leaves open. */
    private static Map<String, String> unpicked(StageTask task, Reference from) {
        Map<String, String> rest = new LinkedHashMap<>(task.arm());
        if (from.labels().contains(task.armName())) {
            rest.clear();
        }
        rest.values().removeIf(from.labels()::contains);
        return rest;
    }

    private static boolean agrees(Map<String, String> a, Map<String, String> b) {
        return a.entrySet().stream()
                .allMatch(axis -> b.getOrDefault(axis.getKey(), axis.getValue()).equals(axis.getValue()));
    }

    private static String describe(InputSource source) {
        return source.from() == null
                ? String.valueOf(source.path())
                : source.from().stage();
    }
}
