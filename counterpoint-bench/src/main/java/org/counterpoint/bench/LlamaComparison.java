package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.counterpoint.engine.decode.Decoder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Decoding beside llama.cpp's, from the same file; see docs/performance.md. */
@Command(
        name = "LlamaComparison",
        mixinStandardHelpOptions = true,
        version = "from a clone",
        description = "Computes prompts and continues them with Counterpoint and with llama.cpp, in turn.")
public final class LlamaComparison implements Callable<Integer> {
    @Mixin
    private final BesideLlama beside = new BesideLlama();

    @Option(names = "--at-once", split = ",", defaultValue = "1,8,64", description = "prompts (default: 1,8,64)")
    private List<Integer> atOnce = List.of();

    @Option(names = "--prompt", defaultValue = "128", description = "tokens of a prompt (default: 128)")
    private int prompt;

    @Option(names = "--new-tokens", defaultValue = "64", description = "of every answer (default: 64)")
    private int newTokens;

    @Option(names = "--rounds", defaultValue = "3", description = "how often each runs (default: 3)")
    private int rounds;

    /** Exits with 0 after the last round, 1 where a run failed or answers differ, 2 where an argument is wrong. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LlamaComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.read();
        System.err.println(machine.describe());
        Map<Integer, List<DecodingSpeed>> ours = new LinkedHashMap<>();
        Map<Integer, List<DecodingSpeed>> theirs = new LinkedHashMap<>();
        boolean alike = true;
        try (Decoder decoder = beside.decoder()) {
            int vocabulary = decoder.config().vocabulary().size();
            List<DecodedPrompts> prompts = atOnce.stream()
                    .map(count -> new DecodedPrompts(count, prompt, newTokens, vocabulary))
                    .toList();
            prompts.forEach(some -> some.answer(decoder)); // llama.cpp needs no compiler to come first
            for (int round = 1; round <= rounds; round++) {
                for (int i = 0; i < prompts.size(); i++) {
                    note(ours, "counterpoint", prompts.get(i).answer(decoder));
                    alike &= i == 0 || prompts.get(i).agrees(prompts.get(i - 1));
                }
                for (DecodingSpeed speed : beside.speeds(atOnce, prompt, newTokens, "llama-" + round)) {
                    note(theirs, "llama.cpp", speed);
                }
            }
        }
        Files.writeString(
                beside.out().resolve("results.json"),
                JsonMapper.shared().writeValueAsString(new Content(machine, ours, theirs)) + "\n");
        for (int count : atOnce) {
            System.out.printf(
                    Locale.ROOT,
                    "%2d at once: prompts %.2f, generating %.2f times llama.cpp's tokens/s (medians of %d)%n",
                    count,
                    DecodingSpeed.ratio(of(ours, count), of(theirs, count), DecodingSpeed::prompt),
                    DecodingSpeed.ratio(of(ours, count), of(theirs, count), DecodingSpeed::generated),
                    rounds);
        }
        for (int i = 1; i < atOnce.size(); i++) {
            System.out.printf(
                    Locale.ROOT,
                    "generating %d at once: %.2f times the tokens/s of %d%n",
                    atOnce.get(i),
                    DecodingSpeed.ratio(of(ours, atOnce.get(i)), of(ours, atOnce.get(i - 1)), DecodingSpeed::generated),
                    atOnce.get(i - 1));
        }
        if (!alike) {
            System.err.println("a prompt was answered otherwise beside others than among fewer");
        }
        return alike ? 0 : 1;
    }

    /** The form of {@code results.json}: speeds by the number of prompts, a round after another. */
    private record Content(
            Machine machine, Map<Integer, List<DecodingSpeed>> ours, Map<Integer, List<DecodingSpeed>> llama) {}

    private static List<DecodingSpeed> of(Map<Integer, List<DecodingSpeed>> all, int prompts) {
        return all.getOrDefault(prompts, List.of());
    }

    private static void note(Map<Integer, List<DecodingSpeed>> all, String who, DecodingSpeed speed) {
        all.computeIfAbsent(speed.prompts(), count -> new ArrayList<>()).add(speed);
        System.err.printf(
                Locale.ROOT,
                "%-12s %2d at once: prompts %.0f tokens/s, generating %.1f%n",
                who,
                speed.prompts(),
                speed.prompt(),
                speed.generated());
    }
}
