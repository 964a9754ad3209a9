package org.counterpoint.recipe.plan;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.recipe.stage.AnswerIndex;
import org.counterpoint.recipe.stage.Content;
import org.counterpoint.recipe.stage.Given;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.recipe.stage.Supply;
import org.jspecify.annotations.Nullable;

/** What tasks will take of each other, as far as a plan can tell; tasks are met in the order in which they are done. */
final class Supplies {
    private final Map<StageTask, Set<String>> models = new HashMap<>();
    /** A file of the user's is looked into once, however many tasks take it. */
    private final Map<List<@Nullable Object>, Set<String>> same = new HashMap<>();

    void check(StageTask task, Given given, YamlFaults faults) {
        Map<String, List<Supply>> inputs = new LinkedHashMap<>();
        task.inputs()
                .forEach((field, all) ->
                        inputs.put(field, all.stream().map(this::supply).toList()));
        models.put(task, same.computeIfAbsent(List.of(task.kind().name(), task.settings(), inputs), key -> task.kind()
                .models(task.settings(), inputs)));
        task.kind().check(given, task.settings(), inputs, faults);
    }

    private Supply supply(StageTask.Input input) {
        StageTask maker = input.task();
        @Nullable Path file = input.file();
        String name = input.name();
        Output output = input.output();
        // A file of answers that is given a name is read under it.
        if (name != null && output != null && output.content() == Content.ANSWERS && !AnswerIndex.isList(output)) {
            return new Supply(name, file, Set.of(name));
        }
        return new Supply(name, file, maker == null ? Set.of() : models.getOrDefault(maker, Set.of()));
    }
}
