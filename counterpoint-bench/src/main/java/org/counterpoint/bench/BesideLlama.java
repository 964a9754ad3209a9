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
import picocli.CommandLine.Option;

/** One GGUF file for both: what a comparison with llama.cpp is told, its benchmark, and our decoder over the file. */
final class BesideLlama {
    @Option(names = "--gguf", required = true, description = "a file for both, as `model export` writes it")
    private Path gguf = Path.of("");

    @Option(names = "--llama", required = true, description = "llama.cpp's llama-batched-bench")
    private Path llama = Path.of("");

    @Option(names = "--out", required = true, description = "a new folder for the runs and results.json")
    private Path out = Path.of("");

    @Option(names = "--bf16", description = "round our weights to bf16, where the file's are")
    private boolean bf16;

    @Option(names = "--threads", defaultValue = "2", description = "of both (default: 2)")
    private int threads;

    Path out() {
        return out;
    }

    /** A checkpoint folder around the file. */
    Path folder() throws IOException {
        Files.createDirectories(out);
        Path folder = out.resolve("model");
        if (!Files.exists(folder)) {
            GgufImport.keep(gguf.toRealPath(), folder, (file, link) -> Files.createSymbolicLink(link, file));
        }
        return folder;
    }

    Decoder decoder() throws IOException {
        try (ModelFolder files = ModelFolder.open(folder())) {
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
     * @param run the name of a new folder for the log
     */
    List<DecodingSpeed> speeds(List<Integer> atOnce, int prompt, int newTokens, String run)
            throws IOException, InterruptedException {
        int most = atOnce.stream().mapToInt(count -> count).max().orElseThrow();
        List<String> command = List.of(
                llama.toString(),
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
        return MeasuredProcess.run(command, Map.of(), out.resolve(run))
                .stdout()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(DecodingSpeed::ofLlama)
                .toList();
    }
}
