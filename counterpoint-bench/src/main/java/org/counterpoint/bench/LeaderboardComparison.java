package org.counterpoint.bench;

import java.io.IOException;
import java.io.PrintStream;
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

/** Recomputing a leaderboard, against the alpaca_eval package's own functions in one run; see docs/win-rates.md. */
@Command(
        name = "LeaderboardComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Recomputes the same leaderboard with Counterpoint and with alpaca_eval, in turn, and compares.")
public final class LeaderboardComparison implements Callable<Integer> {
    private static final double SAME = 1e-9;

    @Option(names = "--annotations", required = true, description = "an annotation file to make the others of")
    private Path annotations = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the files and the runs")
    private Path out = Path.of("");

    @Option(names = "--files", defaultValue = "100", description = "how many (default: 100)")
    private int files;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each contestant runs (default: 3)")
    private int rounds;

    @Option(names = "--python", required = true, description = "interpreter of an environment with alpaca_eval")
    private Path python = Path.of("");

    @Option(
            names = "--scripts",
            defaultValue = "counterpoint-bench/src/peer",
            description = "the peer's script's folder")
    private Path scripts = Path.of("");

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    /** Exits with 0 after the last round, 1 where a run failed or figures differ, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LeaderboardComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream table = System.out;
        Files.createDirectory(out);
        Path folder = out.resolve("annotations");
        List<String> ours = new ArrayList<>(
                List.of(launcher.toAbsolutePath().normalize().toString(), "winrate", "--brief", "--json"));
        AnnotationFolder.write(annotations, folder, files).forEach(file -> ours.add(file.toString()));
        String script = scripts.resolve("alpaca_eval_leaderboard.py").toString();
        table.println(Machine.read().describe());
        boolean same = true;
        for (int round = 1; round <= rounds; round++) {
            Path at = out.resolve("runs/" + round);
            MeasuredProcess.Outcome mine = MeasuredProcess.run(ours, Map.of(), at.resolve("counterpoint"));
            table.printf(Locale.ROOT, "round %d: counterpoint %.2f s%n", round, mine.seconds());
            for (String metric : List.of("get_winrate", "get_length_controlled_winrate")) {
                MeasuredProcess.Outcome theirs = MeasuredProcess.run(
                        List.of(python.toString(), script, folder.toString(), metric), Map.of(), at.resolve(metric));
                JsonNode peer = JsonMapper.shared().readTree(theirs.stdout());
                table.printf(
                        Locale.ROOT,
                        "round %d: alpaca_eval %s %.2f s (%.2f s without its imports), ratio %.1f%n",
                        round,
                        metric,
                        theirs.seconds(),
                        peer.path("work_seconds").doubleValue(),
                        theirs.seconds() / mine.seconds());
                same &= same(JsonMapper.shared().readTree(mine.stdout()), peer.path("leaderboard"));
            }
        }
        table.println(same ? "the figures are the same" : "THE FIGURES DIFFER");
        return same ? 0 : 1;
    }

    private static boolean same(JsonNode mine, JsonNode theirs) {
        boolean same = mine.size() == theirs.size();
        for (int i = 0; same && i < mine.size(); i++) {
            for (String figure : List.of("win_rate", "standard_error", "n_wins", "n_draws", "n_total", "avg_length")) {
                double gap = mine.get(i).path(figure).doubleValue()
                        - theirs.get(i).path(figure).doubleValue();
                same &= Math.abs(gap) < SAME;
            }
        }
        return same;
    }
}
