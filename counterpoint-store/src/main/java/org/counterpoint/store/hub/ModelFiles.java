package org.counterpoint.store.hub;

import java.util.List;
import java.util.Optional;

/** Which files of a model's repository are fetched: weights that are only data, and what describes them. */
final class ModelFiles {

    private static final List<String> ENDINGS = List.of(".safetensors", ".json", ".jinja");
    private static final List<String> TOKENIZER = List.of("tokenizer.model", "spiece.model", "merges.txt", "vocab.txt");
    private static final String TEMPLATES = "additional_chat_templates/";

    /** For a person {@link #fault} has better words. */
    static final WantedFiles WANTED =
            new WantedFiles(ModelFiles::wanted, "weights in safetensors, and what describes them");

    private ModelFiles() {}

    /** Nothing of other programs: folders below, code, pickles, and Mistral's second copy of the weights. */
    static boolean wanted(String path) {
        if (path.contains("/")) {
            return path.startsWith(TEMPLATES) && path.endsWith(".jinja");
        }
        return !path.startsWith("consolidated") && ENDINGS.stream().anyMatch(path::endsWith)
                || TOKENIZER.contains(path);
    }

    /** Why a repository is none of a model that can be read here; empty where it is one. */
    static Optional<String> fault(List<String> files) {
        if (files.stream().anyMatch(file -> wanted(file) && file.endsWith(".safetensors"))) {
            return Optional.empty();
        }
        if (files.stream().anyMatch(file -> file.endsWith(".gguf"))) {
            return Optional.of("it holds GGUF files and no safetensors\n  fetch one of them by other means, and give it"
                    + " to counterpoint model import");
        }
        return Optional.of(
                files.stream().anyMatch(file -> file.endsWith(".bin") || file.endsWith(".pt"))
                        ? "its weights are no safetensors but pickles, which can run code when they are read\n  look for"
                                + " a copy in safetensors"
                        : "it holds no weights in safetensors");
    }
}
