package org.counterpoint.report.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.store.BrokenLink;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One training run's folder, read.
 *
 * @param name by which the report calls it, such as an arm's
 * @param settings and inputs, as {@code run.json} gives them, in order
 * @param setAside how many ledger lines there are by reason
 * @param losses sentences on data of which much is lost
 * @param finished whether it reached its end
 */
public record TrainingRun(
        String name,
        String method,
        Map<String, String> settings,
        Map<String, String> lineage,
        Metrics metrics,
        Map<String, Long> setAside,
        List<String> losses,
        boolean finished) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String METRICS = "metrics.jsonl";
    private static final int DEEPEST = 5;

    /**
     * The training runs in a folder: itself, or, where it is a recipe's run, all those beneath, by name.
     *
     * @throws InputException if there is none, or one cannot be read
     */
    public static List<TrainingRun> in(Path folder) {
        if (Files.isRegularFile(folder.resolve(METRICS))) {
            Path name = folder.toAbsolutePath().normalize().getFileName();
            return List.of(read(folder, name == null ? folder.toString() : name.toString()));
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException(BrokenLink.words(folder).orElse(folder + " is not a folder")
                    + "; give the --out of a training run or of a recipe's run");
        }
        try (Stream<Path> beneath = Files.find(
                folder, DEEPEST, (path, attributes) -> path.endsWith(METRICS) && attributes.isRegularFile())) {
            List<TrainingRun> runs = beneath.map(Path::getParent)
                    .sorted()
                    .map(run -> read(run, String.valueOf(run.getFileName())))
                    .toList();
            if (runs.isEmpty()) {
                throw new InputException(folder + " holds no " + METRICS + "; give the --out of a training run or of a"
                        + " recipe's run");
            }
            return runs;
        } catch (IOException e) {
            throw new InputException(folder + " cannot be searched: " + e.getMessage());
        }
    }

    static TrainingRun read(Path folder, String name) {
        JsonNode run = json(folder.resolve("run.json"));
        Map<String, String> settings = new LinkedHashMap<>();
        run.path("inputs").properties().forEach(entry -> settings.put(entry.getKey(), text(entry.getValue())));
        run.path("settings").properties().forEach(entry -> settings.put(entry.getKey(), text(entry.getValue())));
        Map<String, String> lineage = new LinkedHashMap<>();
        run.path("lineage").properties().forEach(entry -> lineage.put(entry.getKey(), text(entry.getValue())));
        return new TrainingRun(
                name,
                run.path("method").asString(""),
                settings,
                lineage,
                Metrics.read(folder.resolve(METRICS)),
                setAside(folder.resolve("ledger.jsonl")),
                losses(folder.resolve("data.json")),
                Files.isDirectory(folder.resolve("final")));
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "-" : value.isString() ? value.asString() : value.toString();
    }

    private static JsonNode json(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readTree(in);
        } catch (IOException | JacksonException e) {
            throw new InputException(file + " cannot be read as JSON: " + e.getMessage());
        }
    }

    /** None of runs that earlier versions made: they have no such file. */
    private static List<String> losses(Path file) {
        List<String> words = new ArrayList<>();
        if (Files.exists(file)) {
            json(file).path("training").path("losses").forEach(each -> words.add(each.asString("")));
        }
        return words;
    }

    private static Map<String, Long> setAside(Path ledger) {
        Map<String, Long> counts = new TreeMap<>();
        if (!Files.exists(ledger)) {
            return counts;
        }
        try (Stream<String> lines = Files.lines(ledger)) {
            lines.filter(line -> !line.isBlank())
                    .map(line -> JSON.readTree(line).path("reason").asString("?"))
                    .forEach(reason -> counts.merge(reason, 1L, Long::sum));
        } catch (IOException | UncheckedIOException | JacksonException e) {
            throw new InputException(ledger + " cannot be read: " + e.getMessage());
        }
        return counts;
    }
}
