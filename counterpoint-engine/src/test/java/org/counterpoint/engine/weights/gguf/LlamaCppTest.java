package org.counterpoint.engine.weights.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.engine.text.ChatMessage;
import org.counterpoint.engine.text.PromptText;
import org.counterpoint.engine.text.TextCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Greedy answers of a real model from a file that we wrote, beside llama.cpp's on the same weights: where llama.cpp would first
 * choose another token, that one is hardly likelier. Beside blocks llama.cpp also rounds what it multiplies with to eight bits,
 * which is more than a near tie: from files of blocks it is given the numbers that they stand for, in fp32. Needs {@code COUNTERPOINT_SMOLLM2} and, as {@code
 * COUNTERPOINT_LLAMA_GREEDY}, the program of {@code scripts/llama-cpp/greedy.cpp}.
 */
@Tag("slow")
class LlamaCppTest {
    private static final double NEAR_TIE = 0.05;
    private static final int NEW_TOKENS = 48;
    private static final List<String> ASKED = List.of(
            "What is the capital of France?",
            "Write a short poem about autumn.",
            "Explain photosynthesis to a child.",
            "How do I boil an egg?",
            "List three uses of a paperclip.",
            "Who wrote Don Quixote?",
            "Give me a recipe for pancakes.",
            "What is 12 times 13?");

    @TempDir
    Path work;

    private static String variable(String name) {
        String value = System.getenv(name);
        assumeThat(value).as("%s is not set", name).isNotBlank();
        return String.valueOf(value);
    }

    @ParameterizedTest
    @EnumSource(GgufExport.Type.class)
    void answersAreLlamaCppsUpToTheFirstNearTie(GgufExport.Type type) throws IOException, InterruptedException {
        Path model = Path.of(variable("COUNTERPOINT_SMOLLM2"));
        String program = variable("COUNTERPOINT_LLAMA_GREEDY");
        Path gguf = work.resolve("model.gguf");
        GgufExport.write(model, null, gguf, type);
        Path kept = work.resolve("kept");
        GgufImport.keep(gguf, kept, (from, to) -> Files.createSymbolicLink(to, from));
        List<int[]> prompts;
        List<int[]> answers;
        try (TextCodec codec = TextCodec.open(kept, null, false);
                Generator generator = Generator.open(kept, Precision.FP32)) {
            prompts = ASKED.stream()
                    .map(text -> codec.encodePrompt(new PromptText.Chat(List.of(new ChatMessage("user", text)))))
                    .toList();
            List<Generator.Request> requests = prompts.stream()
                    .map(prompt -> new Generator.Request(prompt, 1))
                    .toList();
            answers =
                    generator.generate(requests, Sampling.greedy(), Set.copyOf(codec.endTokens()), NEW_TOKENS).stream()
                            .map(Generator.Generated::tokens)
                            .toList();
        }
        StringBuilder asked = new StringBuilder();
        for (int i = 0; i < prompts.size(); i++) {
            asked.append(ids(prompts.get(i)))
                    .append(" | ")
                    .append(ids(answers.get(i)))
                    .append('\n');
        }
        Path same = gguf;
        if (type == GgufExport.Type.Q8_0 || type == GgufExport.Type.Q4_0) {
            same = work.resolve("same.gguf");
            GgufExport.write(kept, null, same, GgufExport.Type.F32);
        }
        List<String> told = run(program, same, asked.toString());
        int at = 0;
        for (int[] answer : answers) {
            boolean parted = false;
            for (int i = 0; i < answer.length; i++, at++) {
                String[] words = told.get(at).split(" ");
                if (!parted && Integer.parseInt(words[0]) != answer[i]) {
                    parted = true;
                    double gap = Double.parseDouble(words[1]) - Double.parseDouble(words[2]);
                    assertThat(gap).as("%s, token %d", type, i).isLessThan(NEAR_TIE);
                }
            }
            at++;
        }
        assertThat(told).hasSize(at);
    }

    private static String ids(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private List<String> run(String program, Path gguf, String asked) throws IOException, InterruptedException {
        Path in = Files.writeString(work.resolve("asked"), asked);
        Process process = new ProcessBuilder(program, gguf.toString())
                .redirectInput(in.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
