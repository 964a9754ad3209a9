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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code counterpoint pairs} beside a plain Python script that does the same; see docs/choosing.md. */
@Command(
        name = "PairsComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Builds groups and pairs of the same answers with Counterpoint and with plain Python, in turn.")
public final class PairsComparison implements Callable<Integer> {
    private static final List<String> FILES = List.of("groups.jsonl", "pairs.jsonl", "ledger.jsonl");

    @Option(
            names = "--answers",
            required = true,
            arity = "1..*",
            description = "AlpacaEval files of one model each, strongest first; repeated with variations")
    private List<Path> answers = new ArrayList<>();

    @Option(names = "--groups", defaultValue = "50000", description = "how many prompts (default: 50000)")
    private int groups;

    @Option(names = "--out", required = true, description = "a new folder for the answers and the outputs")
    private Path out = Path.of("");

    @Option(names = "--rounds", defaultValue = "1", description = "how often each runs (default: 1)")
    private int rounds;

    @Option(names = "--heap", defaultValue = "", description = "heap of ours (default: what the launcher gives)")
    private String heap = "";

    @Option(names = "--python", defaultValue = "python3", description = "any Python 3 (default: python3)")
    private String python = "";

    @Option(names = "--scripts", defaultValue = "counterpoint-bench/src/peer", description = "folder of the script")
    private Path scripts = Path.of("");

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** Exits with 0 after the last round, 1 where a run failed or the outputs differ, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PairsComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        System.err.println(Machine.read().describe());
        List<String> named = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (Path file : answers) {
            String model = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
            order.add(model);
            named.add(model + "=" + vary(file, out.resolve(model + ".jsonl")));
        }
        for (int round = 1; round <= rounds; round++) {
            Path ours = out.resolve("counterpoint-" + round);
            Path theirs = out.resolve("python-" + round);
            measure("counterpoint", List.of(launcher.toAbsolutePath().normalize() + "", "pairs"), named, order, ours);
            measure("python", List.of(python, scripts.resolve("plain_pairs.py") + ""), named, order, theirs);
            for (String file : FILES) {
                long differs = Files.mismatch(ours.resolve(file), theirs.resolve(file));
                if (differs >= 0) {
                    System.err.println(file + " differs at byte " + differs);
                    return 1;
                }
            }
        }
        return 0;
    }

    private void measure(String name, List<String> program, List<String> named, List<String> order, Path folder)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.add("--answers");
        command.addAll(named);
        command.addAll(List.of("--order", String.join(",", order), "--out", folder.toString()));
        MeasuredProcess.Outcome run = MeasuredProcess.run(
                command,
                heap.isEmpty() ? Map.of() : Map.of("COUNTERPOINT_JAVA_OPTS", "-Xmx" + heap),
                out.resolve(folder.getFileName() + "-log"));
        System.out.printf(
                Locale.ROOT,
                "%-13s %8d groups %8.1f s %8.0f MiB%n",
                name,
                groups,
                run.seconds(),
                run.peakBytes() / 1048576.0);
    }

    /** The rows again and again, every prompt and every answer made another by its number. */
    private Path vary(Path file, Path to) throws IOException {
        JsonNode rows = JsonMapper.shared().readTree(Files.readAllBytes(file));
        try (BufferedWriter lines = Files.newBufferedWriter(to)) {
            for (int i = 0; i < groups; i++) {
                JsonNode row = rows.get(i % rows.size());
                ObjectNode varied = JsonMapper.shared().createObjectNode();
                varied.put("instruction", row.path("instruction").stringValue() + " (case " + i + ")");
                varied.put("output", row.path("output").stringValue() + " [" + i + "]");
                lines.write(varied + "\n");
            }
        }
        return to;
    }
}
