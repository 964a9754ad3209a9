package org.counterpoint.engine.weights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What other programs put before the names of all parameters when they save a model that is wrapped in something. */
record KeyPrefix(String prefix, String wrapper) {

    private static final List<KeyPrefix> KNOWN = List.of(
            new KeyPrefix("base_model.model.", "saved from within a PEFT adapter: merge_and_unload it first"),
            new KeyPrefix("_orig_mod.", "saved from within torch.compile: save the model that was compiled"),
            new KeyPrefix("module.", "saved from within DataParallel: save its .module"),
            new KeyPrefix(
                    "model.language_model.", "the text part of a model that sees pictures: save its language model"),
            new KeyPrefix("language_model.", "the text part of a model that sees pictures: save its language model"));

    /** The one that stands before most of these names. */
    static Optional<KeyPrefix> of(Collection<String> names) {
        return KNOWN.stream()
                .filter(known -> 2
                                * names.stream()
                                        .filter(name -> name.startsWith(known.prefix))
                                        .count()
                        > names.size())
                .findFirst();
    }

    String words() {
        return "its weights are named " + prefix + "…, " + wrapper
                + ", or take the prefix off the names in the safetensors files";
    }
}
