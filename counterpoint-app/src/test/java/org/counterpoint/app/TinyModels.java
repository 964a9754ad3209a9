package org.counterpoint.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.counterpoint.demo.world.WorldFiles;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Models for tests, of the demo's shape, with random weights. */
public final class TinyModels {

    private TinyModels() {}

    /** Makes {@code folder/tiny}. */
    public static Path make(Path folder, long seed) throws IOException {
        WorldFiles.modelParts(folder.resolve("parts"));
        return init(folder, "parts/config.json", "tiny", seed);
    }

    /** Makes {@code folder/reward}: a {@code LlamaForSequenceClassification} with one label. */
    public static Path makeReward(Path folder, long seed) throws IOException {
        WorldFiles.modelParts(folder.resolve("parts"));
        ObjectNode config =
                (ObjectNode) JsonMapper.shared().readTree(Files.readString(folder.resolve("parts/config.json")));
        config.putArray("architectures").add("LlamaForSequenceClassification");
        config.putObject("id2label").put("0", "LABEL_0");
        Files.writeString(folder.resolve("parts/reward.json"), config.toString());
        return init(folder, "parts/reward.json", "reward", seed);
    }

    /** Makes {@code folder/endless}: room for so many tokens that no test sees the end of a greedy answer. */
    public static Path makeEndless(Path folder, long seed) throws IOException {
        WorldFiles.modelParts(folder.resolve("parts"));
        ObjectNode config =
                (ObjectNode) JsonMapper.shared().readTree(Files.readString(folder.resolve("parts/config.json")));
        config.put("max_position_embeddings", 50_000_000);
        Files.writeString(folder.resolve("parts/endless.json"), config.toString());
        return init(folder, "parts/endless.json", "endless", seed);
    }

    /** A folder as a training run leaves it, with a copy of the model as what it made. */
    static Path asRun(Path run, Path model) throws IOException {
        Path made = Files.createDirectories(run.resolve("final"));
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.copy(file, made.resolve(model.relativize(file)));
            }
        }
        Files.writeString(run.resolve("run.json"), "{}");
        return run;
    }

    private static Path init(Path folder, String config, String name, long seed) {
        Path model = folder.resolve(name);
        Shell.Result result = Shell.run(
                "model",
                "init",
                "--config",
                folder.resolve(config).toString(),
                "--tokenizer",
                folder.resolve("parts/tokenizer").toString(),
                "--out",
                model.toString(),
                "--seed",
                "" + seed);
        if (result.code() != 0) {
            throw new AssertionError(result.err());
        }
        return model;
    }

    /** Writes prompts of several lengths, {@code p0} and so on. */
    static void writePrompts(Path file, int count) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("{\"id\":\"p" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is " + i + " plus 1?"
                    + " please".repeat(i % 3) + "\"}]}");
        }
        Files.write(file, rows);
    }
}
