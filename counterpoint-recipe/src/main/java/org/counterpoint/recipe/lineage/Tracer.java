package org.counterpoint.recipe.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.data.InputException;
import org.counterpoint.recipe.run.StageLineage;
import org.counterpoint.store.Checksums;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the records of what was made, and follows them. */
public final class Tracer {
    private static final int LEVELS = 4;
    private static final int DEEPEST = 64;

    private final Map<Path, Made> known = new HashMap<>();

    private Tracer() {}

    /** @throws InputException where there is nothing at the path */
    public static Made trace(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new InputException("there is no file or folder " + path);
        }
        return new Tracer().made(path.toAbsolutePath().normalize(), null, 0);
    }

    /** @param expected the hash on record; null where there is none */
    private Made made(Path path, @Nullable String expected, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InputException(path + " is made from itself, says a record in its folder");
        }
        Made before = known.get(path);
        if (before == null) {
            before = found(path, depth);
            known.put(path, before);
        }
        boolean changed = expected != null && !expected.equals(before.sha256());
        return changed ? with(before, before.sha256() == null ? "is gone" : "was changed since it was used") : before;
    }

    private static Made with(Made made, String problem) {
        return new Made(made.path(), made.by(), made.root(), made.sha256(), problem, made.facts(), made.inputs());
    }

    private Made found(Path path, int depth) throws IOException {
        @Nullable String hash = Files.exists(path) ? Checksums.of(path) : null;
        @Nullable Path folder = Files.isDirectory(path) ? path : path.getParent();
        for (int level = 0; folder != null && level < LEVELS; level++, folder = folder.getParent()) {
            Optional<StageLineage> lineage = StageLineage.in(folder);
            if (lineage.isPresent()) {
                return ofStage(path, folder, hash, lineage.get(), depth);
            }
            JsonNode run = json(folder.resolve("run.json"));
            if (run.path("method").isString() && run.path("inputs").isObject()) {
                return ofTraining(path, folder, hash, run, depth);
            }
        }
        Optional<Provenance> record = Provenance.of(path);
        return record.isPresent()
                ? ofCommand(path, hash, record.get(), depth)
                : new Made(path, "a file of the user's", path, hash, null, Map.of(), Map.of());
    }

    private Made ofStage(Path path, Path folder, @Nullable String hash, StageLineage lineage, int depth)
            throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("made", lineage.started());
        facts.put("seconds", lineage.seconds());
        facts.put("settings", lineage.settings());
        facts.put("versions", lineage.versions());
        Map<String, List<Made>> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, List<StageLineage.Input>> field :
                lineage.inputs().entrySet()) {
            List<Made> from = new ArrayList<>();
            for (StageLineage.Input input : field.getValue()) {
                from.add(made(folder.resolve(input.path()).normalize(), input.sha256(), depth + 1));
            }
            inputs.put(field.getKey(), from);
        }
        if (inputs.containsKey("files")) {
            facts.remove("settings");
        }
        String arm = lineage.arm().isEmpty()
                ? ""
                : "/" + String.join("-", lineage.arm().values());
        @Nullable String problem = problem(path, folder, hash, lineage);
        return new Made(
                path,
                "stage " + lineage.stage() + arm + " (" + lineage.kind() + ")",
                folder,
                hash,
                problem,
                facts,
                inputs);
    }

    private static @Nullable String problem(Path path, Path folder, @Nullable String hash, StageLineage lineage) {
        String then = lineage.outputs().get(folder.relativize(path).toString());
        return then == null || then.equals(hash) ? null : "was changed since it was made";
    }

    private Made ofTraining(Path path, Path folder, @Nullable String hash, JsonNode run, int depth) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("settings", JsonMapper.shared().convertValue(run.path("settings"), Map.class));
        facts.put("lineage", JsonMapper.shared().convertValue(run.path("lineage"), Map.class));
        Map<String, List<Made>> inputs = new LinkedHashMap<>();
        for (String name : run.path("inputs").propertyNames()) {
            String given = run.path("inputs").path(name).asString("");
            boolean sameAsStart = name.equals("reference")
                    && given.equals(run.path("inputs").path("model").asString(""));
            if (!given.isEmpty() && !sameAsStart) {
                String expected = name.equals("data")
                        ? run.path("lineage").path("data_sha256").asString("")
                        : "";
                Path from = Path.of(given).toAbsolutePath().normalize();
                inputs.put(name, List.of(made(from, expected.isEmpty() ? null : expected, depth + 1)));
            }
        }
        return new Made(path, "train " + run.path("method").stringValue(), folder, hash, null, facts, inputs);
    }

    private Made ofCommand(Path path, @Nullable String hash, Provenance record, int depth) throws IOException {
        Map<String, List<Made>> inputs = new LinkedHashMap<>();
        for (Provenance.Input input : record.versions().isEmpty() ? namedInSettings(record) : record.inputs()) {
            Path file = Path.of(input.path()).toAbsolutePath().normalize();
            if (!file.equals(path)) {
                inputs.computeIfAbsent(input.role(), role -> new ArrayList<>())
                        .add(made(file, input.sha256(), depth + 1));
            }
        }
        Path root = path.getParent() == null || Files.isDirectory(path) ? path : path.getParent();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("settings", record.settings());
        if (!record.versions().isEmpty()) {
            facts.put("versions", record.versions());
        }
        return new Made(path, record.kind(), root, hash, null, facts, inputs);
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

    private static JsonNode json(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return JsonMapper.shared().missingNode();
        }
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (JacksonException e) {
            return JsonMapper.shared().missingNode(); // not ours
        }
    }
}
