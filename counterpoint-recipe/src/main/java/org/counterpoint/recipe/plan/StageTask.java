package org.counterpoint.recipe.plan;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.counterpoint.data.yaml.YamlPlace;
import org.counterpoint.recipe.stage.InputFile;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.recipe.stage.StageKind;
import org.counterpoint.recipe.stage.ToldStage;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * One stage in one arm: something to do.
 *
 * @param place of the stage in the recipe
 * @param arm labels by axis; empty for a stage without arms
 * @param settings by which what it makes is known
 * @param inputs by field
 */
public record StageTask(
        String stage,
        YamlPlace place,
        StageKind<?> kind,
        Map<String, String> arm,
        Values settings,
        Map<String, List<Input>> inputs) {

    /**
     * What a task takes.
     *
     * @param name as the recipe calls it there; null without one
     * @param task that makes it, or null for a file of the user's
     * @param output of the task
     * @param file absolute; null for a task's output
     */
    public record Input(
            @Nullable String name,
            @Nullable StageTask task,
            @Nullable Output output,
            @Nullable Path file) {}

    public StageTask {
        arm = Collections.unmodifiableMap(new LinkedHashMap<>(arm));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /**
     * What is to be done, with all that it is told; of settings without faults.
     *
     * @param files the task's inputs, made or not
     */
    public ToldStage<?> stage(Map<String, List<InputFile>> files) {
        return ToldStage.of(kind, settings, files);
    }

    /** The arm's name; empty for a stage without arms. */
    public String armName() {
        return String.join("-", arm.values());
    }

    /** Unique in a plan, and the artifact's folder within the run's. */
    public String id() {
        return arm.isEmpty() ? stage : stage + "/" + armName();
    }

    /** The tasks that must be done before, each once. */
    public List<StageTask> needs() {
        return inputs.values().stream()
                .flatMap(List::stream)
                .flatMap(input -> Stream.ofNullable(input.task()))
                .distinct()
                .toList();
    }
}
