package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.OpenBatch;
import org.counterpoint.engine.text.TextCodec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** What guessing ahead gains where one instruction is answered at a time; see docs/performance.md. */
@Command(
        name = "LookupComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description =
                "Answers instructions one by one, greedily: with a pass for every token, ahead, and beside llama.cpp.")
public final class LookupComparison implements Callable<Integer> {
    @Mixin
    private final BesideLlama beside = new BesideLlama();

    @Option(names = "--groups-file", required = true, description = "groups.jsonl, whose prompts are answered")
    private Path groupsFile = Path.of("");

    @Option(names = "--skip", defaultValue = "0", description = "groups that are left out first (default: 0)")
    private int skip;

    @Option(names = "--prompts", defaultValue = "20", description = "how many are answered (default: 20)")
    private int prompts;

    @Option(names = "--new-tokens", defaultValue = "256", description = "of an answer at most (default: 256)")
    private int newTokens;

    /** Exits with 0, 1 where an answer differs, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LookupComparison()).execute(arguments));
    }

    /**
     * New tokens a second of one prompt, prompts left out. The form of a line of {@code results.json}.
     *
     * @param llama llama.cpp's, of as long a prompt and as many new tokens
     */
    private record Answer(int prompt, int tokens, double byPasses, double ahead, double llama) {}

    /** The form of {@code results.json}. */
    private record Content(Machine machine, List<Answer> answers) {}

    /** What followed a prompt, and how fast. */
    private record Made(int[] tokens, double perSecond) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.read();
        System.err.println(machine.describe());
        List<Answer> answers = new ArrayList<>();
        boolean alike = true;
        try (TextCodec codec = TextCodec.open(beside.folder(), null, false);
                Decoder decoder = beside.decoder()) {
            for (PromptGroup group : BenchGroups.read(groupsFile).stream()
                    .skip(skip)
                    .limit(prompts)
                    .toList()) {
                int[] prompt = codec.encodePrompt(group.prompt());
                Made byPasses = answer(prompt, codec.endTokens(), decoder::beginByPasses);
                Made ahead = answer(prompt, codec.endTokens(), decoder::begin);
                alike &= Arrays.equals(byPasses.tokens(), ahead.tokens());
                int made = ahead.tokens().length;
                if (made > 0) {
                    double theirs = beside.speeds(List.of(1), prompt.length, made, "llama-" + answers.size())
                            .get(0)
                            .generated();
                    answers.add(new Answer(prompt.length, made, byPasses.perSecond(), ahead.perSecond(), theirs));
                    System.err.println(answers.get(answers.size() - 1));
                }
            }
        }
        if (answers.isEmpty()) {
            throw new IllegalStateException("no instruction of " + groupsFile + " was answered");
        }
        Files.writeString(
                beside.out().resolve("results.json"),
                JsonMapper.shared().writeValueAsString(new Content(machine, answers)) + "\n");
        say("ahead over a pass for every token", answers, answer -> answer.ahead() / answer.byPasses());
        say("a pass for every token over llama.cpp", answers, answer -> answer.byPasses() / answer.llama());
        say("ahead over llama.cpp", answers, answer -> answer.ahead() / answer.llama());
        if (!alike) {
            System.err.println("an instruction was answered otherwise ahead than with a pass for every token");
        }
        return alike ? 0 : 1;
    }

    private static void say(String what, List<Answer> answers, Function<Answer, Double> ratio) {
        double[] ratios = answers.stream().mapToDouble(ratio::apply).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f times the tokens/s (median of %d answers, %.2f to %.2f)%n",
                what,
                Results.median(ratios),
                ratios.length,
                ratios[0],
                ratios[ratios.length - 1]);
    }

    private Made answer(int[] prompt, Set<Integer> ends, Function<int[][], OpenBatch> beginning) {
        int[] made = new int[newTokens];
        int count = 0;
        try (OpenBatch batch = beginning.apply(new int[][] {prompt})) {
            int token = batch.likeliest()[0];
            long start = System.nanoTime();
            while (count < newTokens && !ends.contains(token)) {
                made[count++] = token;
                batch.add(new int[] {token});
                token = batch.likeliest()[0];
            }
            return new Made(Arrays.copyOf(made, count), count * 1e9 / (System.nanoTime() - start));
        }
    }
}
