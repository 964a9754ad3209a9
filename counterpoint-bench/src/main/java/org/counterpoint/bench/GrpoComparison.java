package org.counterpoint.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code counterpoint train grpo} beside TRL's GRPOTrainer, on the same prompts; see docs/performance.md. */
@Command(
        name = "GrpoComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description =
                "Takes GRPO steps with Counterpoint and with TRL, in turn: sampling, scoring and one update each.")
public final class GrpoComparison implements Callable<Integer> {
    private static final int PROMPTS = 4;
    private static final int SAMPLES = 4;
    private static final int TOKENS = 64;

    @Option(names = "--model", required = true, description = "model folder with a chat template")
    private Path model = Path.of("");

    @Option(names = "--answers", required = true, description = "an AlpacaEval file, for its instructions")
    private Path answers = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for prompts and runs")
    private Path out = Path.of("");

    @Option(names = "--steps", defaultValue = "5", description = "a run; the first is left out (default: 5)")
    private int steps;

    @Option(names = "--rounds", defaultValue = "1", description = "how often each runs (default: 1)")
    private int rounds;

    @Option(names = "--python", required = true, description = "interpreter of TRL's environment")
    private Path python = Path.of("");

    @Option(names = "--scripts", defaultValue = "counterpoint-bench/src/peer", description = "folder of trl_grpo.py")
    private Path scripts = Path.of("");

    @Option(names = "--jemalloc", description = "libjemalloc.so.2, preloaded for TRL")
    private @Nullable Path jemalloc;

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** Exits with 0 after the last round, 1 where a run failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GrpoComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        System.err.println(Machine.read().describe());
        Path prompts = prompts();
        for (int round = 1; round <= rounds; round++) {
            ours(prompts, "fp32", out.resolve("ours-fp32-" + round));
            trl(prompts, "fp32", out.resolve("trl-fp32-" + round));
            ours(prompts, "bf16-mixed", out.resolve("ours-bf16-mixed-" + round));
            trl(prompts, "bf16", out.resolve("trl-bf16-" + round));
            trl(prompts, "bf16-weights", out.resolve("trl-bf16-weights-" + round));
        }
        return 0;
    }

    /** As many as the steps need; the answer to each, so that there is something to be right about. */
    private Path prompts() throws IOException {
        JsonNode rows = JsonMapper.shared().readTree(Files.readAllBytes(answers));
        Path file = out.resolve("prompts.jsonl");
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < steps * PROMPTS; i++) {
                ObjectNode row = JsonMapper.shared().createObjectNode();
                row.set("instruction", rows.get(i).path("instruction"));
                row.set("output", rows.get(i).path("output"));
                lines.write(row + "\n");
            }
        }
        return file;
    }

    private void ours(Path prompts, String precision, Path folder) throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = new ArrayList<>(List.of(
                launcher.toAbsolutePath().normalize().toString(),
                "train",
                "grpo",
                "--model",
                model.toString(),
                "--data",
                prompts.toString(),
                "--right-answers",
                prompts.toString(),
                "--out",
                run.toString()));
        for (String setting : List.of(
                "precision=" + precision,
                "prompts_per_step=" + PROMPTS,
                "samples=" + SAMPLES,
                "max_new_tokens=" + TOKENS,
                "max_length=2048",
                "kl_coef=0.05",
                "learning_rate=1e-6",
                "order=file",
                "steps=" + steps,
                "checkpoint.every=0")) {
            command.addAll(List.of("--set", setting));
        }
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(command, Map.of(), folder);
        List<JsonNode> lines = Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        tell(
                "counterpoint-" + precision,
                lines.stream()
                        .mapToDouble(line -> line.path("seconds/sample").asDouble()
                                + line.path("seconds/score").asDouble()
                                + line.path("seconds/learn").asDouble()),
                lines.stream().mapToDouble(line -> line.path("response_length").asDouble()),
                outcome.peakBytes());
        System.out.printf(
                Locale.ROOT,
                "  of it sampling %.2f, scoring %.2f, learning %.2f%n",
                mean(lines, "seconds/sample"),
                mean(lines, "seconds/score"),
                mean(lines, "seconds/learn"));
    }

    private static double mean(List<JsonNode> lines, String name) {
        return lines.stream()
                .skip(1)
                .mapToDouble(line -> line.path(name).asDouble())
                .average()
                .orElse(Double.NaN);
    }

    private void trl(Path prompts, String precision, Path folder) throws IOException, InterruptedException {
        MeasuredProcess.Outcome outcome = MeasuredProcess.run(
                List.of(
                        python.toString(),
                        scripts.resolve("trl_grpo.py").toString(),
                        "--model",
                        model.toString(),
                        "--prompts",
                        prompts.toString(),
                        "--prompts-per-step",
                        "" + PROMPTS,
                        "--samples",
                        "" + SAMPLES,
                        "--new-tokens",
                        "" + TOKENS,
                        "--steps",
                        "" + steps,
                        "--precision",
                        precision),
                jemalloc == null ? Map.of() : Map.of("LD_PRELOAD", jemalloc.toString()),
                folder);
        JsonNode result = JsonMapper.shared().readTree(outcome.stdout());
        tell(
                "trl-" + precision,
                doubles(result.path("seconds")),
                doubles(result.path("mean_tokens")),
                result.path("peak_rss_bytes").longValue());
    }

    private static DoubleStream doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).mapToDouble(JsonNode::asDouble);
    }

    private static void tell(String name, DoubleStream seconds, DoubleStream tokens, long peak) {
        double[] each = seconds.skip(1).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-24s median %6.2f s a step (%.2f to %.2f), %5.1f tokens an answer, %6.0f MiB%n",
                name,
                each[each.length / 2],
                each[0],
                each[each.length - 1],
                tokens.average().orElse(Double.NaN),
                peak / 1048576.0);
    }
}
