package org.counterpoint.recipe.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.store.WholeFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code run.json}: what a run does and how far it is, written anew after each task.
 *
 * @param recipe the file
 * @param overrides as given on the command line
 * @param status {@code running}, {@code done} or {@code failed}
 * @param started when this process began, in UTC
 * @param seconds since then
 * @param onlyInputFaults whether nothing at all could be done, for faults of the user's files
 */
public record RunReport(
        String recipe,
        String about,
        long seed,
        List<String> overrides,
        String status,
        String started,
        double seconds,
        Map<String, String> versions,
        List<Entry> tasks,
        @JsonIgnore boolean onlyInputFaults) {
    /** The file's name in the run's folder. */
    public static final String FILE = "run.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * A task.
     *
     * @param id its artifact's folder within the run's
     * @param status {@code to do}, {@code running}, {@code done before}, {@code done}, {@code failed} or {@code skipped}
     * @param seconds that it took in this process
     * @param expectedSeconds what it was guessed to take when this was written; 0 where nothing is left of it
     * @param message why it failed or was skipped; null otherwise
     * @param needs ids of the tasks before it
     */
    public record Entry(
            String id,
            String kind,
            Map<String, String> arm,
            String status,
            double seconds,
            double expectedSeconds,
            @Nullable String message,
            List<String> needs,
            Map<String, @Nullable Object> settings) {}

    /** How many tasks have this status. */
    public long count(String status) {
        return tasks.stream().filter(task -> task.status().equals(status)).count();
    }

    void write(Path folder) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        WholeFile.write(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }
}
