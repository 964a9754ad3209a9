package org.counterpoint.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Option(names = "--answers", required = true, description = "an AlpacaEval file, for its instructions")
    private Path answers = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for prompts and runs")
    private Path out = Path.of("");

    @Option(names = "--steps", defaultValue = "5", description = "a run; the first is left out (default: 5)")
    private int steps;

    @Option(names = "--rounds", defaultValue = "1", description = "how often each runs (default: 1)")
    private int rounds;

    @Mixin
    private final BesideTrl sides = new BesideTrl();

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
        BesideTrl.Trained trained = sides.ours(
                "grpo",
                prompts,
                List.of(
                        "precision=" + precision,
                        "prompts_per_step=" + PROMPTS,
                        "samples=" + SAMPLES,
                        "max_new_tokens=" + TOKENS,
                        "max_length=2048",
                        "kl_coef=0.05",
                        "learning_rate=1e-6",
                        "steps=" + steps),
                folder,
                "--right-answers",
                prompts.toString());
        List<JsonNode> lines = trained.metrics();
        tell(
                "counterpoint-" + precision,
                lines.stream()
                        .mapToDouble(line -> line.path("seconds/sample").asDouble()
                                + line.path("seconds/score").asDouble()
                                + line.path("seconds/learn").asDouble()),
                lines.stream().mapToDouble(line -> line.path("response_length").asDouble()),
                trained.peakBytes());
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
        BesideTrl.Printed printed = sides.trl(
                "trl_grpo.py",
                folder,
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
                precision);
        tell(
                "trl-" + precision,
                doubles(printed.result().path("seconds")),
                doubles(printed.result().path("mean_tokens")),
                printed.peakBytes());
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
