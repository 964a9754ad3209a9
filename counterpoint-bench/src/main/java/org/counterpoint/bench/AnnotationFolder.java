package org.counterpoint.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Annotation files of models that do not exist: real answers under other names, verdicts drawn by chance. */
final class AnnotationFolder {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AnnotationFolder() {}

    /** Every other file holds weighted preferences, as AlpacaEval 2's judge gives them; the others rankings. */
    static List<Path> write(Path annotations, Path folder, int files) throws IOException {
        JsonNode source = JSON.readTree(Files.readAllBytes(annotations));
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        for (int k = 0; k < files; k++) {
            Random random = new Random(k);
            double strength = 0.1 + 0.8 * random.nextDouble();
            ArrayNode rows = JSON.createArrayNode();
            for (JsonNode row : source) {
                double weighted = Math.min(1, Math.max(0, strength + 0.3 * random.nextGaussian()));
                double ranked = random.nextDouble() < strength ? 1 : random.nextDouble() < 0.9 ? 0 : 0.5;
                ObjectNode copy = ((ObjectNode) row).deepCopy();
                copy.put("generator_2", "model-" + k).put("preference", 1 + (k % 2 == 0 ? ranked : weighted));
                rows.add(copy);
            }
            Path file = folder.resolve(String.format("model-%03d.json", k));
            Files.write(file, JSON.writeValueAsBytes(rows));
            written.add(file);
        }
        return written;
    }
}
