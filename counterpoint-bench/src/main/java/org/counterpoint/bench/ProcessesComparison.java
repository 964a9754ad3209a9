package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One process with one core and with several beside several with one each; see docs/scale.md. */
@Command(
        name = "ProcessesComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Takes the same DPO steps with one process of one thread, one process of N threads, and N"
                + " processes of one thread each, in turn.")
public final class ProcessesComparison implements Callable<Integer> {

    @Option(names = "--model", required = true, description = "model folder with a chat template")
    private Path model = Path.of("");

    @Option(names = "--data", required = true, description = "groups or pairs")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the runs")
    private Path out = Path.of("");

    @Option(names = "--processes", defaultValue = "2", description = "N (default: 2)")
    private int processes;

    @Option(names = "--steps", defaultValue = "5", description = "a run; the first is left out (default: 5)")
    private int steps;

    @Option(names = "--rounds", defaultValue = "1", description = "how often each runs (default: 1)")
    private int rounds;

    @Option(names = "--set", description = "a setting of training, such as adapter.rank=16; may be given often")
    private List<String> settings = List.of();

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** Exits with 0 after the last round, 1 where a run failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProcessesComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        System.err.println(Machine.read().describe());
        for (int round = 1; round <= rounds; round++) {
            run("1x1-" + round, 1, 1);
            run("1x" + processes + "-" + round, 1, processes);
            run(processes + "x1-" + round, processes, 1);
        }
        return 0;
    }

    private void run(String name, int size, int threads) throws IOException, InterruptedException {
        Path folder = out.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                launcher.toAbsolutePath().normalize().toString(),
                "train",
                "dpo",
                "--model",
                model.toString(),
                "--data",
                data.toString(),
                "--out",
                folder.resolve("run").toString(),
                "--processes",
                "" + size,
                "--threads",
                "" + threads));
        List<String> all = new ArrayList<>(List.of("steps=" + steps, "checkpoint.every=0"));
        all.addAll(settings);
        all.forEach(setting -> command.addAll(List.of("--set", setting)));
        MeasuredProcess.run(command, Map.of(), folder);
        List<JsonNode> lines = Files.readAllLines(folder.resolve("run/metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .skip(1) // what is done once is in the first
                .toList();
        double seconds = median(lines, "tokens") / median(lines, "tokens_per_second");
        double exchanging = median(lines, "seconds/ranks");
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s a step, %.0f tokens/s, %.1f %% of it in exchanges, %.2f MB sent a rank%n",
                name,
                seconds,
                median(lines, "tokens_per_second"),
                100 * exchanging / seconds,
                median(lines, "bytes/ranks") / 1e6);
    }

    /** 0 where no line has it. */
    private static double median(List<JsonNode> lines, String name) {
        double[] sorted = lines.stream()
                .flatMapToDouble(line -> DoubleStream.of(line.path(name).asDouble(0)))
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
