package org.counterpoint.serve.board;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Looks for runs below folders: a training run, or a recipe's run with the training runs of its stages and arms. */
final class RunFinder {
    private static final int DEEPEST = 6;
    static final int MOST_RUNS = 2000;
    private static final int MOST_FOLDERS = 20_000;

    private final Map<String, FoundRun> found = new LinkedHashMap<>();
    private int visited;

    private RunFinder() {}

    /** By id, in the order of their paths. */
    static Map<String, FoundRun> below(List<Path> roots) {
        RunFinder finder = new RunFinder();
        for (Path root : roots) {
            Path folder = root.toAbsolutePath().normalize();
            finder.walk(folder, folder, 0);
        }
        return finder.found;
    }

    private void walk(Path root, Path folder, int depth) {
        if (found.size() >= MOST_RUNS || ++visited > MOST_FOLDERS) {
            return;
        }
        JsonNode run = RunJson.read(folder.resolve(RunJson.FILE));
        String name = folder.equals(root)
                ? String.valueOf(folder.getFileName())
                : root.relativize(folder).toString();
        if (RunJson.isRecipe(run)) {
            recipe(folder, name, run);
        } else if (RunJson.isTraining(run) || Files.isRegularFile(folder.resolve(RunJson.METRICS))) {
            add(new FoundRun(folder, name, false, null));
        } else if (depth < DEEPEST) {
            folders(folder).forEach(below -> walk(root, below, depth + 1));
        }
    }

    private void recipe(Path folder, String name, JsonNode run) {
        FoundRun recipe = new FoundRun(folder, name, true, null);
        add(recipe);
        for (JsonNode task : run.path("tasks")) {
            String id = task.path("id").asString("");
            for (Path place : places(folder, id)) {
                if (RunJson.isTraining(RunJson.read(place.resolve(RunJson.FILE)))) {
                    add(new FoundRun(place, id, false, recipe.id()));
                    break;
                }
            }
        }
    }

    /**
     * Where a recipe's task has its files: first where it works, as one that is being made anew is what goes on, then where
     * its artifact lies. None for a name that leads out of the run.
     */
    static List<Path> places(Path recipe, String task) {
        try {
            Path artifact = recipe.resolve(task).normalize();
            Path work =
                    recipe.resolve(".work").resolve(task).resolve("artifact").normalize();
            boolean inside = !task.isEmpty() && artifact.startsWith(recipe) && work.startsWith(recipe.resolve(".work"));
            return inside ? List.of(work, artifact) : List.of();
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    private void add(FoundRun run) {
        if (found.size() < MOST_RUNS) {
            found.putIfAbsent(run.id(), run);
        }
    }

    /** Hidden folders are nobody's runs; links may lead in a circle. */
    private static Iterable<Path> folders(Path folder) {
        TreeSet<Path> folders = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                        && !String.valueOf(entry.getFileName()).startsWith(".")) {
                    folders.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return folders; // gone meanwhile, or not ours to read
        }
        return folders;
    }
}
