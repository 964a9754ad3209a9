package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * transformers' {@code generate} with scaled-dot-product attention and its key-value cache.
 *
 * @param precision of weights and arithmetic: {@code fp32} or {@code bf16}
 * @param jemalloc the allocator to preload; null for the C library's
 */
record TransformersGenerate(
        Path python,
        Path scripts,
        String precision,
        @Nullable Path jemalloc) implements AnsweringPeer {

    @Override
    public String name() {
        return "transformers-" + precision + (jemalloc == null ? "-plain" : "");
    }

    @Override
    public String arithmetic() {
        return precision;
    }

    @Override
    public boolean ours() {
        return false;
    }

    @Override
    public Run run(Path model, Path prompts, int count, int newTokens, Path folder)
            throws IOException, InterruptedException {
        List<String> command = command(model, prompts, count, newTokens);
        MeasuredProcess.Outcome outcome = start(command, folder);
        JsonNode result = new JsonMapper().readTree(outcome.stdout());
        return new Run(
                name(),
                count,
                result.required("tokens").intValue(),
                result.required("seconds").doubleValue(),
                outcome.peakBytes(),
                String.join(" ", command));
    }

    /** How many tokens each prompt's answer has, its end token included. */
    List<Integer> lengths(Path model, Path prompts, int batch, int newTokens, Path folder)
            throws IOException, InterruptedException {
        JsonNode result = new JsonMapper()
                .readTree(
                        start(command(model, prompts, batch, newTokens), folder).stdout());
        List<Integer> lengths = new ArrayList<>();
        result.required("row_tokens").forEach(row -> lengths.add(row.intValue()));
        return lengths;
    }

    private MeasuredProcess.Outcome start(List<String> command, Path folder) throws IOException, InterruptedException {
        Map<String, String> environment = jemalloc == null ? Map.of() : Map.of("LD_PRELOAD", jemalloc.toString());
        return MeasuredProcess.run(command, environment, folder);
    }

    private List<String> command(Path model, Path prompts, int batch, int newTokens) {
        return List.of(
                python.toString(),
                scripts.resolve("transformers_generate.py").toString(),
                "--model",
                model.toString(),
                "--prompts",
                prompts.toString(),
                "--precision",
                precision,
                "--batch",
                Integer.toString(batch),
                "--new-tokens",
                Integer.toString(newTokens));
    }
}
