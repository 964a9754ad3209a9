package org.counterpoint.recipe.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.recipe.plan.StageTask;
import org.counterpoint.recipe.stage.InputFile;
import org.counterpoint.store.Checksums;

/** Looks at what is there: which artifacts are done, and which are not as they were made. */
final class ArtifactSurvey {
    private final Path root;

    ArtifactSurvey(Path root) {
        this.root = root;
    }

    /** What changed in an artifact since it was made; empty where nothing did, or there is none. */
    List<String> edits(StageTask task) throws IOException {
        Path folder = RecipeFolder.artifact(root, task);
        if (!Files.exists(folder)) {
            return List.of();
        }
        Optional<StageLineage> lineage = StageLineage.in(folder);
        if (lineage.isEmpty()) {
            return List.of(folder + " has no " + StageLineage.FILE + " that can be read");
        }
        Map<String, String> now = outputs(task, folder);
        List<String> edits = new ArrayList<>();
        lineage.get().outputs().forEach((name, then) -> {
            String hash = now.remove(name);
            if (hash == null) {
                edits.add(folder.resolve(name) + " is gone");
            } else if (!hash.equals(then)) {
                edits.add(folder.resolve(name) + " was changed");
            }
        });
        now.keySet().forEach(name -> edits.add(folder.resolve(name) + " was added"));
        return edits;
    }

    /** Hashes of all that belongs to an artifact. */
    Map<String, String> outputs(StageTask task, Path folder) throws IOException {
        Map<String, String> outputs = new TreeMap<>();
        for (Path file : Checksums.visible(folder)) {
            outputs.put(folder.relativize(file).toString(), Checksums.of(file));
        }
        outputs.remove(StageLineage.FILE);
        outputs.keySet().removeIf(name -> task.kind().leftovers().stream().anyMatch(name::startsWith));
        return outputs;
    }

    /** What the task is made from; all that it needs must be done. */
    State.Wanted wanted(StageTask task) throws IOException {
        Map<String, List<StageLineage.Input>> inputs = new LinkedHashMap<>();
        Map<String, List<String>> labels = new LinkedHashMap<>();
        Path folder = RecipeFolder.artifact(root, task);
        for (Map.Entry<String, List<StageTask.Input>> field : task.inputs().entrySet()) {
            List<StageLineage.Input> files = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (StageTask.Input input : field.getValue()) {
                Path path = path(input);
                String shown = input.task() == null
                        ? path.toString()
                        : folder.toAbsolutePath()
                                .relativize(path.toAbsolutePath())
                                .toString();
                String hash = task.kind().readsRows(field.getKey()) ? new DataPlace(path).hash() : Checksums.of(path);
                files.add(new StageLineage.Input(
                        input.name(), input.task() == null ? null : input.task().id(), shown, hash));
                names.add(file(input).label());
            }
            inputs.put(field.getKey(), files);
            labels.put(field.getKey(), names);
        }
        return new State.Wanted(inputs, Keys.of(task, inputs, labels, settingFiles(task)));
    }

    private Map<String, String> settingFiles(StageTask task) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String setting : task.kind().files()) {
            if (task.settings().all().get(setting) instanceof String name && new File(name).isFile()) {
                files.put(setting, Checksums.of(Path.of(name)));
            }
        }
        return files;
    }

    /** A task's inputs, made or not, by field. */
    Map<String, List<InputFile>> files(StageTask task) {
        Map<String, List<InputFile>> files = new LinkedHashMap<>();
        task.inputs()
                .forEach((field, inputs) ->
                        files.put(field, inputs.stream().map(this::file).toList()));
        return Map.copyOf(files);
    }

    InputFile file(StageTask.Input input) {
        return new InputFile(
                input.name(),
                path(input),
                input.task() == null ? null : input.task().id(),
                input.task() == null ? Map.of() : input.task().arm());
    }

    private Path path(StageTask.Input input) {
        if (input.task() == null || input.output() == null) {
            return Objects.requireNonNull(input.file());
        }
        return RecipeFolder.artifact(root, input.task()).resolve(input.output().path());
    }

    /** How the task stands against what is wanted now. */
    State state(StageTask task, State.Wanted wanted) throws IOException {
        Path folder = RecipeFolder.artifact(root, task);
        Optional<StageLineage> lineage = StageLineage.in(folder);
        if (lineage.isEmpty()) {
            return new State.ToDo("not made yet");
        }
        List<String> edits = edits(task);
        if (!edits.isEmpty()) {
            return new State.Edited(edits);
        }
        if (lineage.get().key().equals(wanted.key())) {
            return new State.Done();
        }
        return new State.ToDo(why(task, lineage.get(), wanted));
    }

    private static String why(StageTask task, StageLineage then, State.Wanted now) {
        List<String> reasons = new ArrayList<>();
        if (then.kindVersion() != task.kind().version()) {
            reasons.add("this program makes it another way");
        }
        now.inputs().forEach((field, files) -> {
            List<String> was = then.inputs().getOrDefault(field, List.of()).stream()
                    .map(StageLineage.Input::sha256)
                    .toList();
            if (!files.stream().map(StageLineage.Input::sha256).toList().equals(was)) {
                reasons.add(field + " changed");
            }
        });
        return reasons.isEmpty() ? "settings changed" : String.join(", ", reasons);
    }
}
