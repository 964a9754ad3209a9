package org.counterpoint.engine.weights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What other programs put before the names of all parameters when they save a model that is wrapped in something. */
record KeyPrefix(String prefix, String wrapper) {

    private static final KeyPrefix PEFT =
            new KeyPrefix("base_model.model.", "saved from within a PEFT adapter: merge_and_unload it first");

    private static final List<KeyPrefix> KNOWN = List.of(
            PEFT,
            new KeyPrefix("_orig_mod.", "saved from within torch.compile: save the model that was compiled"),
            new KeyPrefix("module.", "saved from within DataParallel: save its .module"),
            new KeyPrefix(
                    "model.language_model.", "the text part of a model that sees pictures: save its language model"),
            new KeyPrefix("language_model.", "the text part of a model that sees pictures: save its language model"));

    /** The one that stands before most of these names. */
    static Optional<KeyPrefix> of(Collection<String> names) {
        return KNOWN.stream().filter(known -> known.standsBeforeMost(names)).findFirst();
    }

    /** The same of an adapter's names, in which PEFT's own prefix belongs, and another may stand before it or after. */
    static Optional<KeyPrefix> ofAdapter(Collection<String> names) {
        List<String> without = names.stream()
                .map(name -> name.startsWith(PEFT.prefix) ? name.substring(PEFT.prefix.length()) : name)
                .toList();
        return of(without).filter(prefix -> prefix != PEFT);
    }

    private boolean standsBeforeMost(Collection<String> names) {
        return 2 * names.stream().filter(name -> name.startsWith(prefix)).count() > names.size();
    }

    String words() {
        return "its weights are named " + prefix + "…, " + wrapper
                + ", or take the prefix off the names in the safetensors files";
    }
}
