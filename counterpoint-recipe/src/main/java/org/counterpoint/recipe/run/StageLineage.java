package org.counterpoint.recipe.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.store.WholeFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an artifact was made from: {@code lineage.json} in its folder, written last.
 *
 * @param key a hash of all that decides the outcome
 * @param inputs by field
 * @param outputs SHA-256 of the artifact's files by their names
 * @param versions of the program and what it ran on
 * @param started when, in UTC
 * @param seconds how long the process that finished it worked on it
 */
public record StageLineage(
        String stage,
        Map<String, String> arm,
        String kind,
        int kindVersion,
        String key,
        Map<String, @Nullable Object> settings,
        Map<String, List<Input>> inputs,
        Map<String, String> outputs,
        Map<String, String> versions,
        String started,
        double seconds) {
    /** The file's name in the artifact's folder. */
    public static final String FILE = "lineage.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Something that it was made from.
     *
     * @param name as the recipe calls it there; null without one
     * @param stage and arm that made it; null for a file of the user's
     * @param path from the artifact's folder where a stage made it, else absolute
     */
    public record Input(@Nullable String name, @Nullable String stage, String path, String sha256) {}

    /** The lineage in an artifact's folder; empty where there is none that can be read. */
    public static Optional<StageLineage> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StageLineage.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    void write(Path folder) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        Files.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
        WholeFile.sync(folder.resolve(FILE));
    }
}
