package org.counterpoint.train.bigram;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.counterpoint.engine.SaveType;
import org.counterpoint.train.run.Roles;
import org.counterpoint.train.run.TrainProgress;
import org.counterpoint.train.run.TrainRequest;
import org.counterpoint.train.settings.SettingsReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with a bigram model and data of three models' answers. */
public final class BigramWorld {
    private final Path root;

    public BigramWorld(Path root) throws IOException {
        this.root = root;
        if (!Files.exists(model())) {
            BigramModel.random(7).saveWeights(model(), SaveType.FP32, null);
            groups(data(), 23, 1);
            groups(heldOut(), 9, 2);
        }
    }

    public Path model() {
        return root.resolve("model");
    }

    public Path data() {
        return root.resolve("groups.jsonl");
    }

    public Path heldOut() {
        return root.resolve("held.jsonl");
    }

    /** Rows of groups with answers of a, b and c, strongest first; longer ones from a. */
    public static void groups(Path file, int count, long seed) throws IOException {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            lines.add("{\"id\":\"g" + g + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text(random, 4)
                    + "\"}],\"responses\":[{\"model\":\"a\",\"text\":\"" + text(random, 14)
                    + "\"},{\"model\":\"b\",\"text\":\"" + text(random, 9) + "\"},{\"model\":\"c\",\"text\":\""
                    + text(random, 5) + "\"}]}");
        }
        Files.write(file, lines);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        int n = length + random.nextInt(4);
        for (int i = 0; i < n; i++) {
            text.append((char) ('a' + random.nextInt(20)));
        }
        return text.toString();
    }

    public TrainRequest request(String method, String out, String... settings) {
        return new TrainRequest(
                Roles.of(model()),
                data(),
                root.resolve(out),
                SettingsReader.read(method, Map.of(), List.of(settings)),
                false);
    }

    /** The lines of metrics.jsonl without times and rates. */
    public List<JsonNode> metrics(String out) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve(out).resolve("metrics.jsonl"))) {
            var node =
                    (tools.jackson.databind.node.ObjectNode) JsonMapper.shared().readTree(line);
            node.remove(List.of("elapsed_seconds", "reference_seconds", "tokens_per_second"));
            lines.add(node);
        }
        return lines;
    }

    /** Collects notices. */
    public static TrainProgress listening(List<String> notices) {
        return new TrainProgress() {
            @Override
            public void notice(String text) {
                notices.add(text);
            }

            @Override
            public void phase(String name, long done, long total) {}

            @Override
            public void step(long step, long steps, double loss, double tokensPerSecond, double secondsLeft) {}
        };
    }
}
