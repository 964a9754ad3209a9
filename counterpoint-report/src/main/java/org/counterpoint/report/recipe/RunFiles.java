package org.counterpoint.report.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recipe's run on disk.
 *
 * @param name the folder's
 * @param run its {@code run.json}
 */
record RunFiles(String name, Path folder, JsonNode run) {

    /** Empty where the folder is no recipe's run. */
    static Optional<RunFiles> of(Path folder) {
        Path file = folder.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        JsonNode run = json(file);
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return run.isObject() && run.path("tasks").isArray()
                ? Optional.of(new RunFiles(name, folder, run))
                : Optional.empty();
    }

    /** The same by its recipe's name, for a page that shows no other: its folder is often called just {@code run}. */
    RunFiles alone() {
        Path recipe = Path.of(run.path("recipe").asString(name)).getFileName();
        return new RunFiles(String.valueOf(recipe).replaceFirst("\\.ya?ml$", ""), folder, run);
    }

    /** The same with some of its tasks alone, and all that those were made from. */
    RunFiles reaching(Collection<String> ids) {
        Set<String> wanted = new LinkedHashSet<>(ids);
        List<JsonNode> tasks = new ArrayList<>();
        run.path("tasks").forEach(tasks::add);
        // A task stands after those that it needs.
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (wanted.contains(tasks.get(i).path("id").asString(""))) {
                tasks.get(i).path("needs").forEach(need -> wanted.add(need.asString("")));
            }
        }
        ObjectNode part = ((ObjectNode) run).deepCopy();
        part.putArray("tasks")
                .addAll(tasks.stream()
                        .filter(task -> wanted.contains(task.path("id").asString("")))
                        .toList());
        return new RunFiles(name, folder, part);
    }

    /** Folders of the whole artifacts of a kind, in the plan's order. */
    List<Path> artifacts(String kind) {
        List<Path> folders = new ArrayList<>();
        for (JsonNode task : run.path("tasks")) {
            Path folder = folder().resolve(task.path("id").asString(""));
            if (task.path("kind").asString("").equals(kind) && Files.isRegularFile(folder.resolve("lineage.json"))) {
                folders.add(folder);
            }
        }
        return folders;
    }

    /** An artifact's name as the plan has it. */
    String id(Path artifact) {
        return folder.relativize(artifact).toString();
    }

    static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new InputException(file + " cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    /** Each row of a JSON Lines file that the program wrote; none where there is no file. */
    static void rows(Path file, Consumer<JsonNode> sink) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank())
                    .forEach(line -> sink.accept(JsonMapper.shared().readTree(line)));
        } catch (IOException | UncheckedIOException | JacksonException e) {
            throw new InputException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
