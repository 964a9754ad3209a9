package org.counterpoint.recipe.yaml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.data.InputException;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlFile;
import org.counterpoint.data.yaml.YamlNode;

/** Values from a recipe's file and from the command line, each knowing which of them it came from. */
public final class YamlReader {
    private final String source;
    private final Path folder;
    private final boolean lines;

    private YamlReader(String source, Path folder, boolean lines) {
        this.source = source;
        this.folder = folder;
        this.lines = lines;
    }

    /**
     * @param faults given what is wrong and does not end the reading, such as keys that stand twice
     * @throws InputException where the file cannot be read, or is no YAML mapping
     */
    public static Tree.Fields read(Path file, Faults faults) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a folder; give a recipe's file");
        }
        Path parent = file.toAbsolutePath().getParent();
        YamlReader reader = new YamlReader(file.toString(), parent == null ? Path.of("") : parent, true);
        YamlFaults found = new YamlFaults(file.toString());
        YamlNode.Mapping root = YamlFile.parse(file.toString(), YamlFile.text(file), found);
        found.all().forEach(fault -> faults.add(reader.place(fault.place()), fault.text()));
        return reader.fields(root);
    }

    /** A value given on the command line: {@code [1, 2]}, {@code {kind: step}}, {@code 3}. */
    public static Tree value(String option, String yaml) {
        try {
            YamlFaults faults = new YamlFaults(option);
            YamlNode.Mapping wrapped = YamlFile.parse(option, "value: " + yaml, faults);
            YamlNode.Mapping.Entry entry = wrapped.entries().get("value");
            if (entry != null && wrapped.entries().size() == 1 && !faults.any()) {
                return new YamlReader(option, Path.of(""), false).tree(entry.value());
            }
        } catch (InputException e) {
            // No YAML, such as a pair type or a path with odd characters: a text, below.
        }
        return new Tree.Scalar(yaml, true, Place.commandLine(option));
    }

    private Tree tree(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            boolean text = scalar.type() == YamlNode.Scalar.Type.TEXT;
            return new Tree.Scalar(scalar.text(), text, place(node.place()));
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<Tree> items = sequence.items().stream().map(this::tree).toList();
            return new Tree.Items(items, place(node.place()));
        }
        return fields((YamlNode.Mapping) node);
    }

    private Tree.Fields fields(YamlNode.Mapping mapping) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((name, entry) -> entries.put(name, new Tree.Entry(place(entry.name()), tree(entry.value()))));
        return new Tree.Fields(entries, place(mapping.place()));
    }

    private Place place(org.counterpoint.data.yaml.YamlPlace place) {
        return lines ? new Place(source, folder, place.line(), place.column()) : Place.commandLine(source);
    }
}
