package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Options of programs that train with Counterpoint and with TRL in turn, and how each is started. */
final class BesideTrl {
    @Option(names = "--model", required = true, description = "model folder with a chat template")
    private Path model = Path.of("");

    @Option(names = "--python", required = true, description = "interpreter of TRL's environment")
    private Path python = Path.of("");

    @Option(
            names = "--scripts",
            defaultValue = "counterpoint-bench/src/peer",
            description = "folder of the scripts that start TRL")
    private Path scripts = Path.of("");

    @Option(names = "--jemalloc", description = "libjemalloc.so.2, preloaded for TRL")
    private @Nullable Path jemalloc;

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** What a run of ours left. */
    record Trained(List<JsonNode> metrics, long peakBytes) {}

    /** What a script of TRL's printed. */
    record Printed(JsonNode result, long peakBytes) {}

    Path model() {
        return model;
    }

    /**
     * Trains by {@code counterpoint train}, in the order of the file, without checkpoints.
     *
     * @param settings name=value
     * @param options further ones of the command
     */
    Trained ours(String method, Path data, List<String> settings, Path folder, String... options)
            throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = new ArrayList<>(List.of(
                launcher.toAbsolutePath().normalize().toString(), "train", method, "--model", model.toString()));
        command.addAll(List.of("--data", data.toString(), "--out", run.toString()));
        command.addAll(List.of(options));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        command.addAll(List.of("--set", "order=file", "--set", "checkpoint.every=0"));
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(command, Map.of(), folder);
        List<JsonNode> metrics = Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        return new Trained(metrics, outcome.peakBytes());
    }

    /** Runs one of TRL's scripts, which prints one JSON object. */
    Printed trl(String script, Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(python.toString(), scripts.resolve(script).toString(), "--model", model.toString()));
        command.addAll(List.of(arguments));
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(
                command, jemalloc == null ? Map.of() : Map.of("LD_PRELOAD", jemalloc.toString()), folder);
        JsonNode result = JsonMapper.shared().readTree(outcome.stdout());
        return new Printed(
                result,
                Math.max(outcome.peakBytes(), result.required("peak_rss_bytes").longValue()));
    }
}
