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

    @Option(
            names = "--commands",
            defaultValue = "5",
            description =
                    "for how many files the package's own command is run, which starts anew for each (default: 5)")
    private int commands;

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
        List<String> paths = AnnotationFolder.write(annotations, folder, files).stream()
                .map(Path::toString)
                .toList();
        Path work = out.resolve("work");
        peer(out.resolve("runs/prepare"), "prepare", folder.toString(), work.toString());
        table.println(Machine.read().describe());
        boolean same = true;
        for (int round = 1; round <= rounds; round++) {
            for (Metric metric : Metric.values()) {
                Path at = out.resolve("runs/" + round + "/" + metric.function);
                List<String> command = new ArrayList<>(
                        List.of(launcher.toAbsolutePath().normalize().toString(), "winrate", "--brief", "--json"));
                command.addAll(metric.options);
                command.addAll(paths);
                MeasuredProcess.Outcome mine = MeasuredProcess.run(command, Map.of(), at.resolve("counterpoint"));
                table.printf(
                        Locale.ROOT, "round %d, %s: counterpoint %.2f s%n", round, metric.function, mine.seconds());
                for (String way : List.of("functions", "evaluate")) {
                    Path given = way.equals("functions") ? folder : work;
                    MeasuredProcess.Outcome theirs = peer(at.resolve(way), way, given.toString(), metric.function);
                    JsonNode peer = JsonMapper.shared().readTree(theirs.stdout());
                    tell(table, way, files, theirs.seconds(), mine.seconds());
                    table.printf(
                            Locale.ROOT,
                            "  of them %.2f s without its imports%n",
                            peer.path("work_seconds").doubleValue());
                    same &= same(JsonMapper.shared().readTree(mine.stdout()), peer.path("leaderboard"));
                }
                tell(table, "command", commands, commands(work, metric, at.resolve("command")), mine.seconds());
            }
        }
        table.println(same ? "the figures are the same" : "THE FIGURES DIFFER");
        return same ? 0 : 1;
    }

    /** Of fewer files than ours, by the file. */
    private void tell(PrintStream table, String way, int done, double seconds, double mine) {
        double all = seconds * files / done;
        table.printf(
                Locale.ROOT,
                "  alpaca_eval, %s: %.2f s for %d files%s, ratio %.1f%n",
                way,
                seconds,
                done,
                done == files ? "" : String.format(Locale.ROOT, " (%.0f s for all)", all),
                all / mine);
    }

    private MeasuredProcess.Outcome peer(Path at, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                python.toString(), scripts.resolve("alpaca_eval_leaderboard.py").toString()));
        command.addAll(List.of(arguments));
        return MeasuredProcess.run(command, offline(), at);
    }

    /** The package's documented way: its command, once a model. */
    private double commands(Path work, Metric metric, Path at) throws IOException, InterruptedException {
        double seconds = 0;
        for (int k = 0; k < commands; k++) {
            Path model = work.resolve("models/model-" + k);
            List<String> command = List.of(
                    python.resolveSibling("alpaca_eval").toString(),
                    "--model_outputs=" + model.resolve("model_outputs.json"),
                    "--reference_outputs=" + work.resolve("reference.json"),
                    "--precomputed_leaderboard=" + work.resolve("leaderboard.csv"),
                    "--is_recompute_metrics_only=True",
                    "--fn_metric=" + metric.function);
            seconds += MeasuredProcess.run(command, offline(), at.resolve(String.valueOf(k)))
                    .seconds();
        }
        return seconds;
    }

    /** With the table that the package would fetch already in its place. */
    private Map<String, String> offline() {
        Path hub = out.resolve("work/hf").toAbsolutePath();
        return Map.of("HF_HOME", hub.toString(), "HF_HUB_OFFLINE", "1");
    }

    /** What is computed of each file, by the package's name for it, and what asks ours for the same. */
    private enum Metric {
        WIN_RATE("get_winrate", List.of()),
        LENGTH_CONTROLLED("get_length_controlled_winrate", List.of("--difficulty", "none"));

        private final String function;
        private final List<String> options;

        Metric(String function, List<String> options) {
            this.function = function;
            this.options = options;
        }
    }

    private static boolean same(JsonNode mine, JsonNode theirs) {
        boolean same = mine.size() == theirs.size();
        for (int i = 0; same && i < mine.size(); i++) {
            for (String figure : List.of("win_rate", "standard_error", "n_wins", "n_draws", "n_total", "avg_length")) {
                JsonNode theirFigure = theirs.get(i).path(figure);
                // avg_length is of the answers' file, which evaluate does not read for it.
                boolean lacking = theirFigure.isMissingNode() && figure.equals("avg_length");
                double gap = mine.get(i).path(figure).doubleValue() - theirFigure.doubleValue(0);
                same &= lacking || Math.abs(gap) < SAME;
            }
        }
        return same;
    }
}
