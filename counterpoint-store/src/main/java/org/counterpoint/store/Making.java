package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a file or folder was made, as whoever made it wrote: a recipe's stage in {@code lineage.json} of its artifact, a training
 * in {@code run.json} of its run, a command in its hidden {@link Provenance}. The one reader of all three.
 *
 * @param kind of work: a stage's kind, {@code train}, or a command's name
 * @param by what made it, in words
 * @param root the folder that was made as a whole; the path itself where a command made just this
 * @param inputs by role, in the record's order, each with an absolute path
 * @param sha256 of the path when it was made; null where the record does not say
 * @param facts what else is known of the making, by name
 */
public record Making(
        String kind,
        String by,
        Path root,
        Map<String, List<Provenance.Input>> inputs,
        @Nullable String sha256,
        Map<String, Object> facts) {
    private static final int LEVELS = 4; // from a file in an artifact or a checkpoint up to the record
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the records say of this path, which is absolute; empty where none speaks of it. */
    public static Optional<Making> of(Path path) throws IOException {
        Path folder = Files.isDirectory(path) ? path : path.getParent();
        for (int level = 0; folder != null && level < LEVELS; level++, folder = folder.getParent()) {
            JsonNode stage = json(folder.resolve("lineage.json"));
            if (stage.path("stage").isString() && stage.path("inputs").isObject()) {
                return Optional.of(ofStage(path, folder, stage));
            }
            JsonNode run = json(folder.resolve("run.json"));
            if (run.path("method").isString() && run.path("inputs").isObject()) {
                return Optional.of(ofTraining(folder, run));
            }
        }
        return Provenance.of(path).map(record -> ofCommand(path, record));
    }

    private static Making ofStage(Path path, Path folder, JsonNode json) {
        Map<String, List<Provenance.Input>> inputs = new LinkedHashMap<>();
        json.path("inputs").forEachEntry((role, files) -> {
            List<Provenance.Input> from = inputs.computeIfAbsent(role, r -> new ArrayList<>());
            for (JsonNode file : files) {
                Path input = folder.resolve(file.path("path").asString("")).normalize();
                from.add(input(role, input, file.path("sha256").asString("")));
            }
        });
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("made", json.path("started").asString(""));
        facts.put("seconds", json.path("seconds").asDouble(0));
        if (!inputs.containsKey("files")) {
            facts.put("settings", map(json.path("settings")));
        }
        facts.put("versions", map(json.path("versions")));
        List<String> arm = new ArrayList<>();
        json.path("arm").forEach(part -> arm.add(part.asString("")));
        String kind = json.path("kind").asString("");
        String name = json.path("stage").asString("") + (arm.isEmpty() ? "" : "/" + String.join("-", arm));
        String then =
                json.path("outputs").path(folder.relativize(path).toString()).asString("");
        return new Making(
                kind, "stage " + name + " (" + kind + ")", folder, inputs, then.isEmpty() ? null : then, facts);
    }

    private static Making ofTraining(Path folder, JsonNode run) {
        Map<String, List<Provenance.Input>> inputs = new LinkedHashMap<>();
        String start = run.path("inputs").path("model").asString("");
        run.path("inputs").forEachEntry((role, file) -> {
            String given = file.asString("");
            boolean sameAsStart = role.equals("reference") && given.equals(start);
            if (!given.isEmpty() && !sameAsStart) {
                String then = role.equals("data")
                        ? run.path("lineage").path("data_sha256").asString("")
                        : "";
                inputs.put(role, List.of(input(role, absolute(given), then)));
            }
        });
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("settings", map(run.path("settings")));
        facts.put("lineage", map(run.path("lineage")));
        return new Making("train", "train " + run.path("method").stringValue(), folder, inputs, null, facts);
    }

    private static Making ofCommand(Path path, Provenance record) {
        boolean old = record.versions().isEmpty();
        Map<String, List<Provenance.Input>> inputs = new LinkedHashMap<>();
        for (Provenance.Input given : old ? namedInSettings(record) : record.inputs()) {
            Path file = absolute(given.path());
            if (!file.equals(path)) {
                inputs.computeIfAbsent(given.role(), role -> new ArrayList<>())
                        .add(new Provenance.Input(given.role(), given.name(), file.toString(), given.sha256()));
            }
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("settings", record.settings());
        if (!old) {
            facts.put("versions", record.versions());
        }
        Path parent = path.getParent();
        Path root = parent == null || Files.isDirectory(path) ? path : parent;
        return new Making(record.kind(), record.kind(), root, inputs, null, facts);
    }

    /** Of a record of an older version, which has inputs only as the user gave them, between spaces, and no hashes. */
    private static List<Provenance.Input> namedInSettings(Provenance record) {
        List<Provenance.Input> inputs = new ArrayList<>();
        for (String role : List.of("answers", "data", "model")) {
            for (String given : record.settings().getOrDefault(role, "").split(" ")) {
                String path = given.substring(given.indexOf('=') + 1);
                if (!path.isEmpty() && Files.exists(Path.of(path))) {
                    inputs.add(new Provenance.Input(role, null, path, null));
                }
            }
        }
        return inputs;
    }

    private static Provenance.Input input(String role, Path path, String sha256) {
        return new Provenance.Input(role, null, path.toString(), sha256.isEmpty() ? null : sha256);
    }

    private static Path absolute(String given) {
        return Path.of(given).toAbsolutePath().normalize();
    }

    private static Object map(JsonNode json) {
        return JSON.convertValue(json, Map.class);
    }

    private static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            return JSON.missingNode(); // not ours, whoever wrote it
        }
    }
}
