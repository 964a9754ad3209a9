package org.counterpoint.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.counterpoint.data.InputException;

/** The recipe and what it needs, as they are in the program, put into a folder where a user can look at them. */
final class Embedded {
    static final String RECIPE = "demo.yaml";
    static final String TASKS = "demo/test.jsonl";
    static final String TRAINING_TASKS = "demo/train.jsonl";
    static final List<String> TEACHERS = List.of("strong", "middle", "weak");

    private static final List<String> FILES = List.of(
            RECIPE,
            TASKS,
            TRAINING_TASKS,
            "demo/strong.json",
            "demo/middle.json",
            "demo/weak.json",
            "demo/middle-test.json",
            "demo/starter/config.json",
            "demo/starter/model.safetensors",
            "demo/starter/tokenizer.json",
            "demo/starter/tokenizer_config.json",
            "demo/starter/chat_template.jinja");

    private Embedded() {}

    /**
     * Writes what is not there.
     *
     * @throws InputException where the folder holds something else than a demo
     */
    static void writeTo(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.exists(folder.resolve(RECIPE)) && !isEmpty(folder)) {
            throw new InputException(folder + " exists and is not a demo's; it is left as it is. Give another --out.");
        }
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                copy(name, file);
            }
        }
    }

    static Path answers(Path folder, String teacher) {
        return folder.resolve("demo").resolve(teacher + ".json");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Whole or not at all. */
    private static void copy(String name, Path file) throws IOException {
        try (InputStream in = Embedded.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new UncheckedIOException(new IOException("the program lacks its own file " + name));
            }
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
