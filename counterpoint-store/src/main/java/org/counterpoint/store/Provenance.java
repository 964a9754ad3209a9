package org.counterpoint.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What made an output, from what, with what settings: by it a command knows its own work again, and an output says where it
 * comes from. It lies hidden in an output folder, or beside an output file.
 *
 * @param kind what made it, such as a command's name
 * @param settings what the output depends on, by name; the seed among them
 * @param inputs what it was made from; empty where an older version wrote the record
 * @param versions of the program and what it ran on
 */
public record Provenance(String kind, Map<String, String> settings, List<Input> inputs, Map<String, String> versions) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Something that an output was made from.
     *
     * @param role such as {@code answers}
     * @param name as it was called there; null without one
     * @param path as the user gave it
     * @param sha256 as of {@link Checksums#of}; null where it is not known
     */
    public record Input(
            String role,
            @Nullable String name,
            String path,
            @Nullable String sha256) {}

    public Provenance {
        settings = Map.copyOf(settings);
        inputs = List.copyOf(inputs);
        versions = Map.copyOf(versions);
    }

    /** Of this program; inputs are added. */
    public static Provenance of(String kind, Map<String, String> settings) {
        return new Provenance(
                kind,
                settings,
                List.of(),
                Map.of(
                        "counterpoint",
                        Version.current(),
                        "java",
                        Runtime.version().toString()));
    }

    /** The same, made from one thing more. */
    public Provenance from(String role, @Nullable String name, Path path) {
        List<Input> more = new ArrayList<>(inputs);
        more.add(new Input(role, name, path.toString(), null));
        return new Provenance(kind, settings, more, versions);
    }

    public Provenance from(String role, Path path) {
        return from(role, null, path);
    }

    /** The same, made from several things more. */
    public Provenance from(String role, List<Path> paths) {
        Provenance all = this;
        for (Path path : paths) {
            all = all.from(role, path);
        }
        return all;
    }

    /** The same with the hashes of all inputs that are there; what cannot be read has none. */
    public Provenance hashed() {
        List<Input> hashed = inputs.stream()
                .map(input -> new Input(input.role(), input.name(), input.path(), hash(Path.of(input.path()))))
                .toList();
        return new Provenance(kind, settings, hashed, versions);
    }

    private static @Nullable String hash(Path path) {
        try {
            // A pipe is read once only, and not by us.
            return Files.isRegularFile(path) || Files.isDirectory(path) ? Checksums.of(path) : null;
        } catch (IOException e) {
            return null; // whoever reads it for its content says why it cannot be read
        }
    }

    /** What made a file or folder; empty where no record of it is there. */
    public static Optional<Provenance> of(Path output) throws IOException {
        if (Files.isDirectory(output)) {
            return read(in(output));
        }
        Optional<Provenance> own = read(beside(output));
        Path folder = output.toAbsolutePath().getParent();
        return own.isPresent() || folder == null ? own : read(in(folder));
    }

    /** Whether a file or folder, under whatever name, is one of those that an output is made from. */
    public boolean isMadeFrom(Path place) {
        return inputs.stream().anyMatch(input -> isSame(Path.of(input.path()), place));
    }

    private static boolean isSame(Path input, Path place) {
        try {
            return Files.exists(input) && Files.exists(place) && Files.isSameFile(input, place);
        } catch (IOException e) {
            return false; // whoever reads it for its content says why it cannot be read
        }
    }

    /** The record in an output folder. */
    public static Path in(Path folder) {
        return folder.resolve(".counterpoint.json");
    }

    /** The record beside an output file. */
    public static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".counterpoint.json");
    }

    /** What another record has otherwise, a line a setting. */
    public List<String> differences(Provenance found) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(found.settings.keySet());
        for (String name : names) {
            String now = settings.get(name);
            String then = found.settings.get(name);
            if (!Objects.equals(now, then)) {
                differences.add(name + ": then " + then + ", now " + now);
            }
        }
        return differences;
    }

    /** The record in this file; empty where there is none or it is not one. */
    public static Optional<Provenance> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException e) {
            return Optional.empty(); // Not ours, whoever wrote it.
        }
    }

    /** The record as this JSON says it; empty where it is none. */
    public static Optional<Provenance> of(JsonNode json) {
        if (!json.path("command").isString()) {
            return Optional.empty();
        }
        List<Input> inputs = new ArrayList<>();
        for (JsonNode input : json.path("inputs")) {
            inputs.add(new Input(
                    input.path("role").asString(""),
                    text(input.path("name")),
                    input.path("path").asString(""),
                    text(input.path("sha256"))));
        }
        return Optional.of(new Provenance(
                json.path("command").stringValue(),
                texts(json.path("settings")),
                inputs,
                texts(json.path("versions"))));
    }

    private static @Nullable String text(JsonNode json) {
        return json.isString() ? json.stringValue() : null;
    }

    private static Map<String, String> texts(JsonNode json) {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, JsonNode> text : json.properties()) {
            texts.put(text.getKey(), text.getValue().asString(""));
        }
        return texts;
    }

    /** By what work that was begun is known again: kind and settings alone. */
    public ObjectNode identity() {
        ObjectNode json = JSON.createObjectNode().put("command", kind);
        ObjectNode values = json.putObject("settings");
        new TreeMap<>(settings).forEach(values::put);
        return json;
    }

    public void write(Path file) throws IOException {
        ObjectNode json = identity();
        ArrayNode from = json.putArray("inputs");
        for (Input input : inputs) {
            ObjectNode one = from.addObject().put("role", input.role());
            if (input.name() != null) {
                one.put("name", input.name());
            }
            one.put("path", input.path()).put("sha256", input.sha256());
        }
        ObjectNode values = json.putObject("versions");
        new TreeMap<>(versions).forEach(values::put);
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
