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
import java.util.stream.Stream;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.WholeFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code counterpoint pairs} on this machine beside the same on Spark, for more and more rows; see docs/spark.md. */
@Command(
        name = "SparkPairsComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description =
                "Makes pairs of the same answers with and without --spark and compares bytes, time and memory; counts"
                        + " what Spark's tasks sent each other against the least that the answers' texts need.")
public final class SparkPairsComparison implements Callable<Integer> {
    private static final List<String> MODELS = List.of("strong", "middle", "weak");
    private static final List<String> FILES = List.of("groups.jsonl", "pairs.jsonl", "ledger.jsonl", "summary.json");
    private static final int CHARACTERS = 200;

    @Option(
            names = "--groups",
            defaultValue = "33334,333334,3333334",
            split = ",",
            description = "how many prompts, three rows each (default: 33334,333334,3333334)")
    private List<Integer> groups = List.of();

    @Option(names = "--out", required = true, description = "a new folder for the answers and the outputs")
    private Path out = Path.of("");

    @Option(names = "--program", required = true, description = "bin/counterpoint of the archive with Spark in it")
    private Path program = Path.of("");

    @Option(names = "--master", defaultValue = "local[2]", description = "default: local[2]")
    private String master = "";

    @Option(names = "--heap", defaultValue = "4g", description = "heap of both (default: 4g)")
    private String heap = "";

    /** Exits with 0 after the last size, 1 where a run failed or the outputs differ, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SparkPairsComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.err.println(Machine.read().describe());
        for (int size : groups) {
            Path folder = Files.createDirectories(out.resolve(Integer.toString(size)));
            List<String> answers = new ArrayList<>();
            long bytes = 0;
            for (String model : MODELS) {
                Path file = write(folder.resolve(model + ".jsonl"), model, size);
                answers.add(model + "=" + file);
                bytes += Files.size(file);
            }
            Path here = folder.resolve("here");
            Path there = folder.resolve("there");
            Path events = Files.createDirectories(folder.resolve("events"));
            report("here", size, measure(answers, here, List.of(), ""));
            List<String> hashes = takeHashes(here);
            report(
                    master,
                    size,
                    measure(
                            answers,
                            there,
                            List.of("--spark", master),
                            " -Dspark.eventLog.enabled=true -Dspark.eventLog.compress=false -Dspark.eventLog.dir="
                                    + events.toUri()));
            System.out.printf(
                    Locale.ROOT,
                    "%-13s %8d groups %8.1f MiB sent, %.1f MiB of rows%n",
                    "",
                    size,
                    shuffled(events) / 1048576.0,
                    bytes / 1048576.0);
            List<String> others = takeHashes(there);
            for (int file = 0; file < FILES.size(); file++) {
                if (!hashes.get(file).equals(others.get(file))) {
                    System.err.println(FILES.get(file) + " differs, at " + size + " groups");
                    return 1;
                }
            }
        }
        return 0;
    }

    private MeasuredProcess.Outcome measure(List<String> answers, Path to, List<String> more, String flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString(), "pairs", "--answers"));
        command.addAll(answers);
        command.addAll(List.of("--order", String.join(",", MODELS), "--out", to.toString()));
        command.addAll(more);
        return MeasuredProcess.run(
                command,
                Map.of("COUNTERPOINT_JAVA_OPTS", "-Xmx" + heap + flags),
                to.resolveSibling(to.getFileName() + "-log"));
    }

    /** What an output is, of which the disk cannot hold two where there are many rows. */
    private static List<String> takeHashes(Path output) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String file : FILES) {
            hashes.add(Checksums.sha256(output.resolve(file)));
        }
        WholeFolder.delete(output);
        return hashes;
    }

    private static void report(String name, int size, MeasuredProcess.Outcome run) {
        System.out.printf(
                Locale.ROOT,
                "%-13s %8d groups %8.1f s %8.0f MiB%n",
                name,
                size,
                run.seconds(),
                run.peakBytes() / 1048576.0);
    }

    /** What tasks wrote for one another, by Spark's own account: compressed. */
    private static long shuffled(Path events) throws IOException {
        long sum = 0;
        try (Stream<Path> walk = Files.walk(events)) {
            for (Path log : walk.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(log)) {
                    if (line.startsWith("{\"Event\":\"SparkListenerTaskEnd\"")) {
                        JsonNode task = JsonMapper.shared().readTree(line);
                        sum += task.path("Task Metrics")
                                .path("Shuffle Write Metrics")
                                .path("Shuffle Bytes Written")
                                .asLong(0);
                    }
                }
            }
        }
        return sum;
    }

    private static Path write(Path file, String model, int rows) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < rows; i++) {
                StringBuilder text = new StringBuilder("Answer of ").append(model);
                for (long word = i * 31L + model.hashCode();
                        text.length() < CHARACTERS;
                        word = word * 6364136223846793005L + 1) {
                    text.append(' ').append(Long.toString(word >>> 20, 36));
                }
                lines.write("{\"instruction\":\"Question " + i + "?\",\"output\":\"" + text.substring(0, CHARACTERS)
                        + "\"}\n");
            }
        }
        return file;
    }
}
