package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.node.ObjectNode;

/** The files of a model folder that go with the weights: tokenizer, chat template, generation settings. */
final class SideFiles {
    static final String TOKENIZER = "tokenizer.json";
    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String GENERATION = "generation_config.json";
    private static final String TEMPLATE = "chat_template.jinja";
    private static final String MORE_TEMPLATES = "additional_chat_templates";
    private static final String OLD_TEMPLATE = "chat_template.json";
    private static final List<String> NAMES = List.of(
            TOKENIZER,
            TOKENIZER_CONFIG,
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "vocab.txt",
            "merges.txt",
            TEMPLATE,
            OLD_TEMPLATE,
            GENERATION);

    private SideFiles() {}

    static List<Path> in(Path folder) {
        List<Path> files = new ArrayList<>();
        NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).forEach(files::add);
        Path more = folder.resolve(MORE_TEMPLATES);
        if (Files.isDirectory(more)) {
            try (DirectoryStream<Path> templates = Files.newDirectoryStream(more, "*.jinja")) {
                templates.forEach(files::add);
            } catch (IOException e) {
                throw new ModelException(more + " cannot be read: " + e.getMessage(), e);
            }
        }
        return files.stream().sorted().toList();
    }

    /** The files' bytes by name relative to the folder. */
    static Map<String, byte[]> read(Path folder) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (Path file : in(folder)) {
            try {
                contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return contents;
    }

    /** The same with a template in the place of all those of the folder. */
    static Map<String, byte[]> withTemplate(Map<String, byte[]> files, Path folder, String chatTemplate) {
        Map<String, byte[]> contents = new TreeMap<>(files);
        contents.keySet().removeIf(name -> name.startsWith(MORE_TEMPLATES) || name.equals(OLD_TEMPLATE));
        contents.computeIfPresent(
                TOKENIZER_CONFIG, (name, bytes) -> withoutTemplate(folder.resolve(TOKENIZER_CONFIG), bytes));
        contents.put(TEMPLATE, chatTemplate.getBytes(StandardCharsets.UTF_8));
        return contents;
    }

    private static byte[] withoutTemplate(Path file, byte[] bytes) {
        ObjectNode json = JsonObject.parse(file, bytes).node();
        return json.remove("chat_template") == null ? bytes : JsonObject.pretty(json);
    }
}
