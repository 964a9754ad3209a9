package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.counterpoint.engine.text.TextCodec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code counterpoint train sft} beside TRL's SFTTrainer on packed sequences; see docs/performance.md. */
@Command(
        name = "SftComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "One epoch over the strongest answers with Counterpoint and with TRL, packed, in turn.")
public final class SftComparison implements Callable<Integer> {
    private static final Pattern PEER = Pattern.compile("(fp32|bf16)-([0-9]+)-b([0-9]+)");

    @Option(names = "--groups-file", required = true, description = "groups.jsonl, as `counterpoint pairs` writes it")
    private Path groupsFile = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the sample and the runs")
    private Path out = Path.of("");

    @Option(names = "--answers", defaultValue = "48", description = "how many answers to learn (default: 48)")
    private int answers;

    @Option(names = "--steps", defaultValue = "4", description = "updates (default: 4)")
    private int steps;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each runs (default: 3)")
    private int rounds;

    @Option(names = "--max-length", defaultValue = "512", description = "only answers that fit (default: 512)")
    private int maxLength;

    @Option(
            names = "--peers",
            split = ",",
            defaultValue = "bf16-1024-b1",
            description = "TRL's runs: arithmetic, tokens of a packed sequence, sequences a forward"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> peers = new ArrayList<>();

    @Mixin
    private final BesideTrl sides = new BesideTrl();

    /** What one run did, over all tokens of the answers with their prompts. */
    private record Run(String name, double tokensPerSecond, long peakBytes, double firstLoss, double lastLoss) {}

    /** Exits with 0 after the last round, 1 where a run failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SftComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        System.err.println(Machine.read().describe());
        List<DrawnGroups.Sized> drawn = drawn();
        long tokens = drawn.stream()
                .mapToLong(s -> s.tokens().prompt() + s.tokens().responses().get(0))
                .sum();
        List<PromptGroup> groups = drawn.stream().map(DrawnGroups.Sized::group).toList();
        BenchGroups.writeGroups(out.resolve("groups.jsonl"), groups);
        BenchGroups.writeAnswers(out.resolve("answers.jsonl"), groups);
        for (int round = 1; round <= rounds; round++) {
            List<Run> runs = new ArrayList<>();
            for (String precision : List.of("bf16-mixed", "fp32")) {
                runs.add(ours(precision, tokens, out.resolve("ours-" + precision + "-" + round)));
            }
            for (String peer : peers) {
                runs.add(trl(peer, tokens, out.resolve("trl-" + peer + "-" + round)));
            }
            tell(round, runs);
        }
        return 0;
    }

    private List<DrawnGroups.Sized> drawn() throws IOException {
        try (TextCodec codec = TextCodec.open(sides.model(), null, false)) {
            List<DrawnGroups.Sized> sized = GroupLengths.of(BenchGroups.read(groupsFile), codec);
            int most = sized.stream()
                    .mapToInt(s -> s.group().answers().size())
                    .max()
                    .orElse(0);
            return DrawnGroups.draw(sized, most, maxLength, answers, 1);
        }
    }

    private Run ours(String precision, long tokens, Path folder) throws IOException, InterruptedException {
        BesideTrl.Trained trained = sides.ours(
                "sft",
                out.resolve("groups.jsonl"),
                List.of(
                        "precision=" + precision,
                        "learning_rate=1e-5",
                        "epochs=1",
                        "max_length=" + maxLength,
                        "groups_per_step=" + answers / steps),
                folder);
        JsonNode last = trained.metrics().get(trained.metrics().size() - 1);
        return new Run(
                "counterpoint-" + precision,
                tokens / last.required("elapsed_seconds").doubleValue(),
                trained.peakBytes(),
                trained.metrics().get(0).required("loss").doubleValue(),
                last.required("loss").doubleValue());
    }

    private Run trl(String peer, long tokens, Path folder) throws IOException, InterruptedException {
        Matcher parts = PEER.matcher(peer);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--peers " + peer + ": such as bf16-1024-b1");
        }
        BesideTrl.Printed printed = sides.trl(
                "trl_sft.py",
                folder,
                "--data",
                out.resolve("answers.jsonl").toString(),
                "--precision",
                parts.group(1),
                "--packed",
                parts.group(2),
                "--batch",
                parts.group(3),
                "--steps",
                Integer.toString(steps));
        JsonNode losses = printed.result().required("losses");
        return new Run(
                "trl-" + peer,
                tokens / printed.result().required("seconds").doubleValue(),
                printed.peakBytes(),
                losses.get(0).doubleValue(),
                losses.get(losses.size() - 1).doubleValue());
    }

    private static void tell(int round, List<Run> runs) {
        double best = runs.stream()
                .filter(run -> run.name().startsWith("trl-"))
                .max(Comparator.comparingDouble(Run::tokensPerSecond))
                .map(Run::tokensPerSecond)
                .orElse(Double.NaN);
        for (Run run : runs) {
            System.out.printf(
                    Locale.ROOT,
                    "round %d: %-24s %7.1f tokens/s, %5.2f times TRL's best, %6.0f MiB, loss %.4f to %.4f%n",
                    round,
                    run.name(),
                    run.tokensPerSecond(),
                    run.tokensPerSecond() / best,
                    run.peakBytes() / 1048576.0,
                    run.firstLoss(),
                    run.lastLoss());
        }
    }
}
