package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the scores of evaluations are kept as they are computed, so that a kill does not do them again. They stay until a
 * checkpoint holds what came of them.
 */
record EvaluationFiles(Path folder) {
    private static final String NAME = "evaluation-";
    private static final String ENDING = ".scores";

    /** Of the evaluation after so many steps. */
    Path after(long steps) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(NAME + steps + ENDING);
    }

    /** Deletes those of evaluations after at most so many steps. */
    void forget(long steps) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> done = entries.filter(entry -> steps(entry) <= steps).toList();
            for (Path entry : done) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static long steps(Path entry) {
        String name = entry.getFileName().toString();
        return name.matches(NAME + "\\d{1,18}" + ENDING)
                ? Long.parseLong(name.substring(NAME.length(), name.length() - ENDING.length()))
                : Long.MAX_VALUE;
    }
}
