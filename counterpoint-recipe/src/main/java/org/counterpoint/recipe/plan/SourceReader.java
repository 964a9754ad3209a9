package org.counterpoint.recipe.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.IoWords;
import org.counterpoint.data.rows.DataPlace;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.data.yaml.YamlFaults;
import org.counterpoint.data.yaml.YamlNode;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.recipe.RoundName;
import org.counterpoint.recipe.StageSpec;
import org.counterpoint.recipe.stage.Content;
import org.counterpoint.recipe.stage.Field;
import org.counterpoint.recipe.stage.Given;
import org.counterpoint.recipe.stage.Output;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.store.BrokenLink;
import org.counterpoint.store.hub.HubCache;
import org.counterpoint.store.hub.HubException;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
import org.jspecify.annotations.Nullable;

/** Reads inputs: which stages' outputs and which files. */
final class SourceReader {
    private final Map<String, StageSpec> stages;
    private final Set<String> broken;
    private final YamlFaults faults;

    /** @param broken names of stages that are written but could not be read */
    SourceReader(Map<String, StageSpec> stages, Set<String> broken, YamlFaults faults) {
        this.stages = stages;
        this.broken = broken;
        this.faults = faults;
    }

    List<InputSource> read(StageSpec stage, Given given) {
        List<InputSource> sources = new ArrayList<>();
        for (Field field : stage.kind().fields()) {
            YamlNode tree = given.get(field.name());
            if (tree != null && field instanceof Field.Input input) {
                read(input, meant(stage, input, tree), sources);
            }
        }
        return sources;
    }

    /** How many inputs the recipe names there, right or wrong. */
    int named(StageSpec stage, Given given) {
        int named = 0;
        for (Field field : stage.kind().fields()) {
            YamlNode written = given.get(field.name());
            YamlNode tree = written != null && field instanceof Field.Input input ? meant(stage, input, written) : null;
            if (tree instanceof YamlNode.Sequence items) {
                named += items.items().size();
            } else if (tree instanceof YamlNode.Mapping fields) {
                named += fields.entries().size();
            } else if (tree != null && tree.plain() != null) {
                named++;
            }
        }
        return named;
    }

    /** The names as they would be written outside of rounds, and where several may stand, all rounds' each by itself. */
    private YamlNode meant(StageSpec stage, Field.Input input, YamlNode tree) {
        boolean single = input.arity() == Field.Arity.ONE;
        if (tree instanceof YamlNode.Scalar scalar) {
            Map<String, YamlNode.Scalar> each = single ? Map.of() : eachRound(stage.meant(scalar));
            return each.isEmpty() ? stage.meant(scalar) : fields(each, tree);
        }
        if (single) {
            return tree;
        }
        if (tree instanceof YamlNode.Sequence items) {
            List<YamlNode> all = new ArrayList<>();
            for (YamlNode item : items.items()) {
                YamlNode one = item instanceof YamlNode.Scalar scalar ? stage.meant(scalar) : item;
                Map<String, YamlNode.Scalar> each =
                        one instanceof YamlNode.Scalar scalar ? eachRound(scalar) : Map.of();
                all.addAll(each.isEmpty() ? List.of(one) : each.values());
            }
            return new YamlNode.Sequence(tree.place(), all);
        }
        Map<String, YamlNode> all = new LinkedHashMap<>();
        ((YamlNode.Mapping) tree).entries().forEach((name, entry) -> {
            YamlNode one = entry.value() instanceof YamlNode.Scalar scalar ? stage.meant(scalar) : entry.value();
            Map<String, YamlNode.Scalar> each = one instanceof YamlNode.Scalar scalar ? eachRound(scalar) : Map.of();
            if (each.isEmpty()) {
                all.put(name, one);
            }
            each.forEach((round, scalar) -> all.put(name + "-" + round, scalar));
        });
        return fields(all, tree);
    }

    private static YamlNode.Mapping fields(Map<String, ? extends YamlNode> values, YamlNode written) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        values.forEach((name, value) -> entries.put(name, new YamlNode.Entry(written.place(), value)));
        return new YamlNode.Mapping(written.place(), entries);
    }

    /** Of {@code NAME[*].STAGE}, the stage of each round; empty for anything else. */
    private Map<String, YamlNode.Scalar> eachRound(YamlNode.Scalar scalar) {
        Map<String, YamlNode.Scalar> each = new LinkedHashMap<>();
        int rounds = RoundName.all(scalar.text(), stages.keySet()).orElse(0);
        for (int round = 1; round <= rounds; round++) {
            each.put("round-" + round, YamlNode.Scalar.text(scalar.place(), RoundName.one(scalar.text(), round)));
        }
        return each;
    }

    private void read(Field.Input field, YamlNode tree, List<InputSource> into) {
        boolean single = field.arity() == Field.Arity.ONE;
        if (tree instanceof YamlNode.Scalar scalar) {
            if (!scalar.isNull()) {
                add(field, null, scalar, into);
            }
        } else if (!single && tree instanceof YamlNode.Sequence items) {
            items.items().forEach(item -> element(field, null, item, into));
        } else if (!single && tree instanceof YamlNode.Mapping fields) {
            fields.entries().forEach((name, entry) -> element(field, name, entry.value(), into));
        } else {
            faults.add(
                    tree.place(), field.name() + " must be a stage's output or a path (it is " + tree.describe() + ")");
        }
    }

    private void element(Field.Input field, @Nullable String name, YamlNode item, List<InputSource> into) {
        if (item instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            add(field, name, scalar, into);
        } else {
            faults.add(
                    item.place(),
                    "what stands in " + field.name() + " must be a stage's output or a path (it is " + item.describe()
                            + ")");
        }
    }

    private void add(Field.Input field, @Nullable String name, YamlNode.Scalar scalar, List<InputSource> into) {
        if (broken.stream()
                .anyMatch(stage -> Reference.parse(scalar.text(), Set.of(stage)).isPresent())) {
            return; // what is wrong with that stage is reported there
        }
        Optional<Reference> reference = Reference.parse(scalar.text(), stages.keySet());
        if (reference.isPresent()) {
            if (fits(field, reference.get(), scalar)) {
                into.add(new InputSource(field, name, reference.get(), null, scalar.place()));
            }
        } else {
            Path path = path(field, scalar);
            if (path != null) {
                into.add(new InputSource(field, name, null, path, scalar.place()));
            }
        }
    }

    private boolean fits(Field.Input field, Reference reference, YamlNode.Scalar scalar) {
        StageSpec from = stages.get(reference.stage());
        if (from == null) {
            return false;
        }
        Map<String, Output> outputs = from.kind().outputs();
        if (reference.all() && field.arity() == Field.Arity.ONE) {
            faults.add(
                    scalar.place(),
                    field.name() + " takes one; write " + reference.stage()
                            + " to have the stage done for each arm, or " + reference.stage() + "[ARM]");
            return false;
        }
        if (reference.output() != null && !outputs.containsKey(reference.output())) {
            faults.add(
                    scalar.place(),
                    "the stage " + reference.stage() + " gives no " + reference.output()
                            + Suggestions.nearest(reference.output(), outputs.keySet())
                                    .map(near -> "; did you mean " + reference.stage() + "." + near + "?")
                                    .orElse("; it gives " + String.join(", ", outputs.keySet())
                                            + " (a file of that name is written ./" + scalar.text() + ")"));
            return false;
        }
        Content content = Outputs.of(from.kind(), reference.output()).content();
        if (!field.accepts().contains(content)) {
            faults.add(
                    scalar.place(),
                    field.name() + " takes " + words(field) + "; " + scalar.text() + " is " + content.words());
            return false;
        }
        return true;
    }

    private static String words(Field.Input field) {
        return String.join(
                " or ", field.accepts().stream().sorted().map(Content::words).toList());
    }

    private @Nullable Path path(Field.Input field, YamlNode.Scalar scalar) {
        Path path;
        try {
            path = scalar.place()
                    .folder()
                    .resolve(scalar.text())
                    .toAbsolutePath()
                    .normalize();
        } catch (InvalidPathException e) {
            faults.add(scalar.place(), field.name() + " is no path: " + scalar.describe());
            return null;
        }
        boolean model = field.accepts().equals(Set.of(Content.MODEL));
        HubKind kind = model ? HubKind.MODEL : HubKind.DATASET;
        Optional<HubName> name = Files.exists(path) ? Optional.empty() : HubName.read(kind, scalar.text());
        Optional<Path> cached =
                name.flatMap(known -> cached(known, scalar)).map(folder -> model ? folder : onlyFile(folder));
        if (cached.isPresent()) {
            path = cached.get();
        }
        Optional<String> broken = BrokenLink.words(path);
        if (broken.isPresent()) {
            faults.add(scalar.place(), field.name() + ": " + broken.get());
            return null;
        }
        if (!Files.exists(path)) {
            faults.add(
                    scalar.place(),
                    field.name() + ": there is no stage and no file " + scalar.describe()
                            + name.filter(known -> model)
                                    .map(known ->
                                            ", nor is it in the Hugging Face cache; to fetch it: counterpoint model"
                                                    + " inspect " + known + " --download")
                                    .orElse("")
                            + Suggestions.nearest(scalar.text(), named())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(" (looked for " + path + ")"));
            return null;
        }
        if (model && !Files.isRegularFile(path.resolve("config.json")) && !AdapterFolder.isOne(path)) {
            faults.add(scalar.place(), path + " is no model folder: it has no config.json");
            return null;
        }
        if (!model && Files.isDirectory(path)) {
            Optional<String> unread = field.takesRows()
                    ? withoutData(path)
                    : Optional.of(path + " is a folder; " + field.name() + " takes files of " + words(field));
            unread.ifPresent(words -> faults.add(scalar.place(), words));
            return unread.isPresent() ? null : path;
        }
        return path;
    }

    /** Why a folder cannot be read as data; empty where it can. */
    private static Optional<String> withoutData(Path folder) {
        try {
            new DataPlace(folder).files();
            return Optional.empty();
        } catch (InputException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(folder + " cannot be looked through: " + IoWords.of(e));
        }
    }

    /** A data set's only data file; of several, or of none, its folder. */
    private static Path onlyFile(Path folder) {
        List<Path> files = HubCache.files(folder, Rows::isDataFile);
        return files.size() == 1 ? files.get(0) : folder;
    }

    private Optional<Path> cached(HubName name, YamlNode.Scalar scalar) {
        try {
            return HubCache.of(System.getenv()).find(name);
        } catch (HubException e) {
            faults.add(scalar.place(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What a reference may be mistyped for. */
    private List<String> named() {
        List<String> names = new ArrayList<>();
        stages.forEach((stageName, stage) -> {
            String name = RoundName.written(stageName);
            names.add(name);
            stage.kind().outputs().keySet().forEach(output -> names.add(name + "." + output));
        });
        return names;
    }
}
