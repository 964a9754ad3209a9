package org.counterpoint.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison with TRL's DPOTrainer in one run; see docs/performance.md. */
@Command(
        name = "PeerComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Trains on the same groups with Counterpoint and with TRL, in turn, and compares.")
public final class PeerComparison implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "model folder")
    private Path model = Path.of("");

    @Option(names = "--groups-file", required = true, description = "groups.jsonl, as `counterpoint pairs` writes it")
    private Path groupsFile = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the sample, the runs and results.json")
    private Path out = Path.of("");

    @Option(names = "--groups", defaultValue = "8", description = "how many groups to train on (default: 8)")
    private int groups;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each contestant runs (default: 3)")
    private int rounds;

    @Option(names = "--pairs-per-step", defaultValue = "12", description = "optimizer step on both sides (default: 12)")
    private int pairsPerStep;

    @Option(names = "--single-pairs", description = "of each group only the strongest and the weakest answer")
    private boolean singlePairs;

    @Option(names = "--max-length", defaultValue = "512", description = "only groups that fit (default: 512)")
    private int maxLength;

    @Option(names = "--lora", defaultValue = "0", description = "learn an adapter of this rank, on both sides")
    private int lora;

    @Option(names = "--seed", defaultValue = "1", description = "of the sample (default: 1)")
    private long seed;

    @Option(names = "--peers", defaultValue = "trl-.*", description = "which TRL runs: a pattern over their names")
    private String peers = "";

    @Option(
            names = "--ours",
            defaultValue = "counterpoint-.*",
            description = "which of ours: a pattern over their names")
    private String ours = "";

    @Option(names = "--python", required = true, description = "interpreter of the peers' environment")
    private Path python = Path.of("");

    @Option(names = "--scripts", defaultValue = "counterpoint-bench/src/peer", description = "folder of trl_dpo.py")
    private Path scripts = Path.of("");

    @Option(
            names = "--jemalloc",
            description = "libjemalloc.so.2, preloaded for TRL at its best; needed for those runs")
    private @Nullable Path jemalloc;

    @Option(
            names = "--device",
            defaultValue = "cpu",
            description = "cpu, or cuda: on both sides, and without an allocator for TRL (default: cpu)")
    private String device = "";

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    @Option(names = "--set", description = "a further setting of ours, name=value")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--list", description = "print the contestants' names and stop")
    private boolean list;

    /** Exits with 0 after the last round, 1 where a run failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PeerComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Contestant> contestants = contestants();
        PrintStream progress = System.err;
        if (list) {
            contestants.forEach(c -> System.out.println(c.name()));
            return 0;
        }
        Files.createDirectory(out);
        Machine machine = Machine.read();
        progress.println(machine.describe());
        Workload workload = prepare();
        MatrixPeak peak = MatrixPeak.measure();
        progress.printf(
                Locale.ROOT, "matrix peak of the processor: fp32 %.0f, bf16 %.0f GFLOPS%n", peak.fp32(), peak.bf16());

        Results results = new Results(contestants);
        StepFlops flops = new StepFlops(Architecture.parse(model.resolve("config.json")));
        ResultTable table = new ResultTable(
                results,
                contestants,
                (contestant, run) -> contestant instanceof CounterpointTraining c && lora == 0 && isOnProcessor()
                        ? peak.share(
                                c.arithmetic(),
                                flops.trainingWithReference(workload.tokens(), c.computed()),
                                run.secondsReference() + run.secondsTraining())
                        : Double.NaN);
        ResultFile file = new ResultFile(out.resolve("results.json"), machine, peak, workload);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : contestants) {
                Measurement run = contestant.run(workload, out.resolve("runs/" + round + "/" + contestant.name()));
                results.add(run);
                file.write(results, table.ratios());
                progress.printf(
                        Locale.ROOT, "round %d: %s %.3f pairs/s%n", round, contestant.name(), run.pairsPerSecond());
            }
        }
        System.out.print(table.render());
        return 0;
    }

    private List<Contestant> contestants() {
        List<Contestant> all = new ArrayList<>();
        Path absolute = launcher.toAbsolutePath().normalize();
        List<String> ourSettings = new ArrayList<>(settings);
        if (!isOnProcessor()) {
            ourSettings.add("device=" + device);
        }
        for (String precision : List.of("fp32", "bf16-mixed")) {
            for (String forward : List.of("grouped", "shared-prefix", "pairwise")) {
                all.add(new CounterpointTraining(absolute, precision, forward, ourSettings));
            }
        }
        if (isOnProcessor()) {
            all.add(Trl.plain(python, scripts));
        }
        if (jemalloc != null || !isOnProcessor()) {
            all.addAll(Trl.all(python, scripts, jemalloc, device));
        }
        return all.stream()
                .filter(c -> c.name().matches(c.ours() ? ours : peers))
                .toList();
    }

    private boolean isOnProcessor() {
        return device.equals("cpu");
    }

    private Workload prepare() throws IOException {
        List<DrawnGroups.Sized> sized;
        try (TextCodec codec = TextCodec.open(model, null, false)) {
            sized = GroupLengths.of(BenchGroups.read(groupsFile), codec);
        }
        int answers =
                sized.stream().mapToInt(s -> s.group().answers().size()).max().orElse(0);
        List<DrawnGroups.Sized> drawn = DrawnGroups.draw(sized, answers, maxLength, groups, seed);
        if (singlePairs) {
            drawn = drawn.stream().map(DrawnGroups.Sized::singlePair).toList();
        }
        List<PromptGroup> chosen = drawn.stream().map(DrawnGroups.Sized::group).toList();
        Path ourFile = out.resolve("groups.jsonl");
        Path theirFile = out.resolve("trl-pairs.jsonl");
        BenchGroups.writeGroups(ourFile, chosen);
        BenchGroups.writePairs(theirFile, chosen);
        int pairs = chosen.stream().mapToInt(PromptGroup::pairs).sum();
        return new Workload(
                model,
                ourFile,
                theirFile,
                drawn.stream().map(DrawnGroups.Sized::tokens).toList(),
                pairs,
                pairsPerStep,
                chosen.get(0).pairs(),
                maxLength,
                lora);
    }
}
