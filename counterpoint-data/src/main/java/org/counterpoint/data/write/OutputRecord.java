package org.counterpoint.data.write;

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
import org.counterpoint.data.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which command made an output, with what settings: by it a command knows its own work again.
 *
 * @param settings what the output depends on, by name
 */
public record OutputRecord(String command, Map<String, String> settings) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public OutputRecord {
        settings = Map.copyOf(settings);
    }

    /** Which command made a file or folder; empty where no record of it is there. */
    public static Optional<OutputRecord> of(Path output) {
        if (Files.isDirectory(output)) {
            return read(in(output));
        }
        Optional<OutputRecord> own = read(beside(output));
        Path folder = output.toAbsolutePath().getParent();
        return own.isPresent() || folder == null ? own : read(in(folder));
    }

    /** The record in an output folder. */
    static Path in(Path folder) {
        return folder.resolve(".counterpoint.json");
    }

    /** The record beside an output file. */
    static Path beside(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".counterpoint.json");
    }

    /**
     * Lets pass what is free, empty, ours, or to be overwritten.
     *
     * @throws InputException where {@code out} holds anything else
     */
    void check(Path out, Path recordFile, boolean overwrite) {
        if (overwrite || !Files.exists(out) || isEmptyFolder(out)) {
            return;
        }
        OutputRecord found = read(recordFile)
                .orElseThrow(() -> new InputException(out
                        + " exists and is not the work of '" + command
                        + "'; it is left as it is. Give another --out, or --overwrite."));
        if (!found.command.equals(command)) {
            throw new InputException(out + " is the work of '" + found.command + "', not of '" + command
                    + "'; it is left as it is. Give another --out, or --overwrite.");
        }
        List<String> differences = differences(found);
        if (!differences.isEmpty()) {
            throw new InputException(
                    out + " was made by '" + command + "' with other settings; it is left as it is:\n  "
                            + String.join("\n  ", differences) + "\nGive another --out, or --overwrite.");
        }
    }

    /** What another record has otherwise, a line a setting. */
    List<String> differences(OutputRecord found) {
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

    private static boolean isEmptyFolder(Path out) {
        if (!Files.isDirectory(out)) {
            return false;
        }
        try (var entries = Files.list(out)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new InputException(out + " cannot be looked into: " + e, e);
        }
    }

    /** The record in this file; empty where there is none or it is not one. */
    static Optional<OutputRecord> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return of(JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException e) {
            return Optional.empty(); // Not ours, whoever wrote it: the output is then refused.
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e, e);
        }
    }

    /** The record as this JSON says it; empty where it is none. */
    static Optional<OutputRecord> of(JsonNode json) {
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, JsonNode> setting : json.path("settings").properties()) {
            settings.put(setting.getKey(), setting.getValue().asString(""));
        }
        return json.path("command").isString()
                ? Optional.of(new OutputRecord(json.path("command").stringValue(), settings))
                : Optional.empty();
    }

    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("command", command);
        ObjectNode values = json.putObject("settings");
        new TreeMap<>(settings).forEach(values::put);
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
