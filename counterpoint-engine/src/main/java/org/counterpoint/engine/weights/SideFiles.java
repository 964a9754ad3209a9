package org.counterpoint.engine.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model folder that go with the weights unchanged. */
final class SideFiles {
    static final String TEMPLATE = "chat_template.jinja";
    private static final List<String> NAMES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "tokenizer.model",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "vocab.txt",
            "merges.txt",
            TEMPLATE,
            "chat_template.json",
            "generation_config.json");

    private SideFiles() {}

    static List<Path> in(Path folder) {
        return NAMES.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    }
}
