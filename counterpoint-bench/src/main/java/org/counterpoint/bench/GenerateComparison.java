package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.counterpoint.engine.text.TextCodec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The comparison with transformers' {@code generate}; see docs/performance.md. */
@Command(
        name = "GenerateComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Answers the same prompts with Counterpoint and with transformers, in turn, and compares.")
public final class GenerateComparison implements Callable<Integer> {
    @Option(names = "--model", required = true, description = "model folder")
    private Path model = Path.of("");

    @Option(names = "--groups-file", required = true, description = "groups.jsonl, whose prompts are answered")
    private Path groupsFile = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the prompts, the runs and results.json")
    private Path out = Path.of("");

    @Option(
            names = "--batch",
            defaultValue = "8",
            description = "prompts at once; one alone is measured too (default: 8)")
    private int batch;

    @Option(names = "--new-tokens", defaultValue = "128", description = "of every answer (default: 128)")
    private int newTokens;

    @Option(names = "--max-prompt", defaultValue = "256", description = "only prompts of so many tokens (default: 256)")
    private int maxPrompt;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each runs (default: 3)")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "of the sample (default: 1)")
    private long seed;

    @Option(names = "--python", required = true, description = "interpreter of the peers' environment")
    private Path python = Path.of("");

    @Option(
            names = "--scripts",
            defaultValue = "counterpoint-bench/src/peer",
            description = "folder of the peers' scripts")
    private Path scripts = Path.of("");

    @Option(names = "--jemalloc", description = "libjemalloc.so.2, to run transformers with it as well")
    private @Nullable Path jemalloc;

    @Option(names = "--launcher", defaultValue = "./counterpoint", description = "default: ./counterpoint")
    private Path launcher = Path.of("");

    @Option(names = "--peers", defaultValue = ".*", description = "which of transformers': a pattern over their names")
    private String peers = "";

    @Option(names = "--ours", defaultValue = ".*", description = "which of ours: a pattern over their names")
    private String ours = "";

    @Option(names = "--generate-argument", description = "a further argument of ours, such as --threads=1")
    private List<String> arguments = new ArrayList<>();

    /** Exits with 0 after the last round, 1 where a run failed, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerateComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectory(out);
        Machine machine = Machine.read();
        System.err.println(machine.describe());
        List<PromptGroup> prompts = longWinded();
        List<AnsweringPeer> generators = generators();
        List<AnsweringPeer.Run> runs = new ArrayList<>();
        for (int count : batch == 1 ? List.of(1) : List.of(batch, 1)) {
            Path file = out.resolve("prompts-" + count + ".jsonl");
            BenchGroups.writePrompts(file, prompts.subList(0, count));
            for (int round = 1; round <= rounds; round++) {
                for (AnsweringPeer generator : generators) {
                    Path folder = out.resolve("runs/" + count + "/" + round + "/" + generator.name());
                    AnsweringPeer.Run run = generator.run(model, file, count, newTokens, folder);
                    runs.add(run);
                    System.err.printf(
                            Locale.ROOT,
                            "%d at once: %s %.1f tokens/s%n",
                            count,
                            run.generator(),
                            run.tokensPerSecond());
                    Files.writeString(
                            out.resolve("results.json"),
                            JsonMapper.shared().writeValueAsString(new Content(machine, runs)) + "\n");
                }
            }
        }
        System.out.print(GenerateTable.render(generators, runs));
        return 0;
    }

    /** The form of {@code results.json}. */
    private record Content(Machine machine, List<AnsweringPeer.Run> runs) {}

    private List<AnsweringPeer> generators() {
        List<AnsweringPeer> all = new ArrayList<>();
        Path absolute = launcher.toAbsolutePath().normalize();
        for (String precision : List.of("fp32", "bf16-mixed")) {
            all.add(new CounterpointGenerate(absolute, precision, arguments));
        }
        for (String precision : List.of("fp32", "bf16")) {
            all.add(new TransformersGenerate(python, scripts, precision, null));
            if (jemalloc != null) {
                all.add(new TransformersGenerate(python, scripts, precision, jemalloc));
            }
        }
        return all.stream()
                .filter(g -> g.name().matches(g.ours() ? ours : peers))
                .toList();
    }

    /**
     * Prompts that transformers, greedy, in fp32, answers at full length: then both sides make as many tokens, and
     * nothing needs to be forced.
     */
    private List<PromptGroup> longWinded() throws IOException, InterruptedException {
        List<DrawnGroups.Sized> sized;
        try (TextCodec codec = TextCodec.open(model, null, false)) {
            sized = GroupLengths.of(BenchGroups.read(groupsFile), codec);
        }
        List<DrawnGroups.Sized> candidates =
                sized.stream().filter(s -> s.tokens().prompt() <= maxPrompt).toList();
        int answers = candidates.stream()
                .mapToInt(s -> s.group().answers().size())
                .max()
                .orElse(0);
        List<PromptGroup> drawn = DrawnGroups.draw(candidates, answers, Integer.MAX_VALUE, 3 * batch, seed).stream()
                .map(DrawnGroups.Sized::group)
                .toList();
        Path file = out.resolve("candidates.jsonl");
        BenchGroups.writePrompts(file, drawn);
        List<Integer> lengths = new TransformersGenerate(python, scripts, "fp32", null)
                .lengths(model, file, batch, newTokens, out.resolve("candidates"));
        List<PromptGroup> chosen = new ArrayList<>();
        for (int i = 0; i < drawn.size() && chosen.size() < batch; i++) {
            if (lengths.get(i) == newTokens) {
                chosen.add(drawn.get(i));
            }
        }
        if (chosen.size() < batch) {
            throw new IllegalStateException("of " + drawn.size() + " prompts only " + chosen.size()
                    + " are answered with " + newTokens + " tokens; ask for fewer (--new-tokens)");
        }
        return chosen;
    }
}
