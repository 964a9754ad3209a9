package org.counterpoint.engine.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.counterpoint.engine.JsonText;
import org.counterpoint.engine.ModelException;
import org.counterpoint.store.hub.HubKind;
import org.counterpoint.store.hub.HubName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What is given in a model folder's place and is none that can be read: recognised by what lies there, and refused by
 * its name with the mend. One place for all commands; what becomes readable is taken out here.
 */
public final class ModelPlace {

    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final long LARGEST_CONFIG = 64L << 20;
    private static final String CONFIG = "config.json";

    private ModelPlace() {}

    /**
     * Passes whatever may be a model folder, sound or not.
     *
     * @throws ModelException where it is something else, saying what
     */
    public static void require(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    Files.exists(folder) ? aFile(folder) : isHubName(folder) ? hubName(folder) : missing(folder));
        }
        if (AdapterFolder.isOne(folder)) {
            return;
        }
        Optional<String> fault = Files.isRegularFile(folder.resolve(CONFIG)) ? within(folder) : instead(folder);
        fault.ifPresent(words -> {
            throw new ModelException(words);
        });
    }

    private static String missing(Path folder) {
        return folder
                + " is not a folder: a model is a folder with a config.json, a tokenizer.json and safetensors files";
    }

    private static String aFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".gguf")) {
            return file + " is a GGUF file and not a folder" + "\n  make one of it:  counterpoint model import " + file
                    + " --out DIR --keep-blocks";
        }
        Path parent = file.toAbsolutePath().getParent();
        return file + " is a file: give the folder that it lies in" + (parent == null ? "" : ", " + parent);
    }

    /** A name as the Hub has them, and nothing of the kind here. */
    private static boolean isHubName(Path folder) {
        return HubName.read(HubKind.MODEL, folder.toString()).isPresent()
                && folder.getParent() != null
                && !Files.exists(folder.getParent());
    }

    private static String hubName(Path folder) {
        return folder
                + " is no folder here; it looks like a model's name on the Hugging Face Hub, which is none in this place"
                + "\n  fetch it first, and give the folder that this names:  counterpoint model inspect " + folder
                + " --download";
    }

    /** What lies in a folder without a config.json. */
    private static Optional<String> instead(Path folder) {
        if (isModel(folder.resolve("final"))) {
            return Optional.of(folder + " is a training run; its model is " + folder.resolve("final") + ": give that");
        }
        if (Files.isDirectory(folder.resolve("checkpoints"))) {
            return Optional.of(folder + " is a training run that has not finished: the same 'train' command goes on"
                    + newest(folder.resolve("checkpoints"))
                            .map(checkpoint -> ", or give its newest checkpoint, " + checkpoint)
                            .orElse(""));
        }
        if (Files.isDirectory(folder.resolve("snapshots"))) {
            return Optional.of(folder + " is the cache of a model from the Hugging Face Hub; the model itself is "
                    + snapshot(folder).map(place -> place + ": give that").orElse("in a folder below snapshots"));
        }
        return Optional.empty();
    }

    private static boolean isModel(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) || AdapterFolder.isOne(folder);
    }

    /** What a folder with a config.json holds besides that no reader of models could know. */
    private static Optional<String> within(Path folder) {
        for (Path file : contents(folder)) {
            if (beginsAsPointer(file)) {
                return Optional.of(
                        file + " is a git-lfs pointer, not the file itself\n  fetch it: git lfs pull, in " + folder);
            }
        }
        JsonNode quantised = json(folder.resolve(CONFIG)).path("quantization_config");
        if (quantised.isObject() && !quantised.isEmpty()) {
            return BitsAndBytes.unread(quantised)
                    .map(method -> folder + " is a quantised checkpoint (" + method
                            + "), whose weights are not numbers that can be read here\n"
                            + "  give the model that it was made from, or one saved dequantised in bf16");
        }
        return Optional.empty();
    }

    /** Empty where it is no sound JSON: whoever reads the folder says so. */
    private static JsonNode json(Path file) {
        try {
            return Files.size(file) > LARGEST_CONFIG
                    ? JsonNodeFactory.instance.objectNode()
                    : JsonText.object(file, Files.readAllBytes(file));
        } catch (ModelException e) {
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    private static List<Path> contents(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read: " + e, e);
        }
    }

    private static boolean beginsAsPointer(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LFS.length()), StandardCharsets.ISO_8859_1).equals(LFS);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e, e);
        }
    }

    private static Optional<Path> newest(Path checkpoints) {
        try (Stream<Path> all = Files.list(checkpoints)) {
            return all.filter(ModelPlace::isModel)
                    .max(Comparator.comparingLong(place -> place.toFile().lastModified()));
        } catch (IOException e) {
            throw new UncheckedIOException(checkpoints + " cannot be read: " + e, e);
        }
    }

    /** The one that {@code refs/main} names, else the only one. */
    private static Optional<Path> snapshot(Path cache) {
        try {
            Path main = cache.resolve("refs").resolve("main");
            Path snapshots = cache.resolve("snapshots");
            if (Files.isRegularFile(main)) {
                String name = Files.readString(main).strip();
                return name.matches("[A-Za-z0-9]{1,64}") && Files.isDirectory(snapshots.resolve(name))
                        ? Optional.of(snapshots.resolve(name))
                        : Optional.empty();
            }
            try (Stream<Path> all = Files.list(snapshots)) {
                List<Path> found = all.filter(Files::isDirectory).toList();
                return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(cache + " cannot be read: " + e, e);
        }
    }
}
