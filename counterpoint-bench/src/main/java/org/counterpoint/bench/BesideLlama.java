package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.counterpoint.engine.decode.Decoder;
import org.counterpoint.engine.decode.DecoderLoader;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.gguf.GgufImport;

/**
 * One GGUF file for both: what llama.cpp's benchmark makes of it, and our decoder over it.
 *
 * @param bench llama.cpp's {@code llama-batched-bench}
 * @param threads of both
 */
record LlamaCpp(Path gguf, Path bench, int threads) {

    /** A checkpoint folder around the file. */
    Path folder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            GgufImport.keep(gguf.toRealPath(), folder, (file, link) -> Files.createSymbolicLink(link, file));
        }
        return folder;
    }

    /** @param bf16 whether our weights are rounded to bf16 */
    Decoder decoder(Path folder, boolean bf16) {
        try (ModelFolder files = ModelFolder.open(folder)) {
            return DecoderLoader.load(files, bf16, threads)
                    .orElseThrow(
                            () -> new IllegalStateException("no decoder: Java's vectors, or room on the heap, lack"));
        }
    }

    /**
     * Its speeds.
     *
     * @param atOnce numbers of prompts
     * @param prompt tokens of each, {@code newTokens} those that follow
     * @param run a new folder for the log
     */
    List<DecodingSpeed> speeds(List<Integer> atOnce, int prompt, int newTokens, Path run)
            throws IOException, InterruptedException {
        int most = atOnce.stream().mapToInt(count -> count).max().orElseThrow();
        List<String> command = List.of(
                bench.toString(),
                "-m",
                gguf.toString(),
                "-npp",
                "" + prompt,
                "-ntg",
                "" + newTokens,
                "-npl",
                atOnce.stream().map(String::valueOf).collect(Collectors.joining(",")),
                "-t",
                "" + threads,
                "-tb",
                "" + threads,
                "-c",
                "" + most * (prompt + newTokens),
                "--output-format",
                "jsonl");
        return MeasuredProcess.run(command, Map.of(), run)
                .stdout()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(DecodingSpeed::ofLlama)
                .toList();
    }
}
