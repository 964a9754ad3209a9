package org.counterpoint.engine.weights;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What other programs put into the names of all parameters when they save a model that is wrapped in something, or leave
 * out.
 *
 * @param part of the names: what they begin with, or, of a wrapper around single layers, what stands anywhere in them
 * @param wrapper what it comes from and how it is avoided
 * @param mend what else helps
 */
record KeyPrefix(String part, String wrapper, String mend) {
    private static final String TAKE_OFF = "take the prefix off the names in the safetensors files";
    private static final String OF_PICTURES = "the text part of a model that sees pictures: save its language model";

    private static final KeyPrefix PEFT =
            new KeyPrefix("base_model.model.", "saved from within a PEFT adapter: merge_and_unload it first", TAKE_OFF);

    private static final List<KeyPrefix> KNOWN = List.of(
            PEFT,
            new KeyPrefix("_orig_mod.", "saved from within torch.compile: save the model that was compiled", TAKE_OFF),
            new KeyPrefix(
                    "_fsdp_wrapped_module.",
                    "saved from within FSDP: save its full state, as FSDP.state_dict_type(FULL_STATE_DICT) gives it",
                    TAKE_OFF),
            new KeyPrefix(
                    "_checkpoint_wrapped_module.",
                    "saved from within a checkpoint_wrapper: save the model that was wrapped",
                    TAKE_OFF),
            new KeyPrefix("module.", "saved from within DataParallel: save its .module", TAKE_OFF),
            new KeyPrefix(
                    "pretrained_model.",
                    "saved from within a model with a value head: save its .pretrained_model",
                    TAKE_OFF),
            new KeyPrefix("model.language_model.", OF_PICTURES, TAKE_OFF),
            new KeyPrefix("language_model.", OF_PICTURES, TAKE_OFF),
            new KeyPrefix(
                    "model.model.",
                    "saved from within a module that holds the model: save the model itself",
                    "take the first model. off the names in the safetensors files"),
            new KeyPrefix(
                    "layers.",
                    "saved from a model without its head: save the one with it (AutoModelForCausalLM)",
                    "put model. before the names in the safetensors files"));

    /** The one that stands in most of these names. */
    static Optional<KeyPrefix> of(Collection<String> names) {
        return KNOWN.stream().filter(known -> known.standsInMost(names)).findFirst();
    }

    /** The same of an adapter's names, in which PEFT's own prefix belongs, and another may stand before it or after. */
    static Optional<KeyPrefix> ofAdapter(Collection<String> names) {
        List<String> without = names.stream()
                .map(name -> name.startsWith(PEFT.part) ? name.substring(PEFT.part.length()) : name)
                .toList();
        return of(without).filter(prefix -> prefix != PEFT);
    }

    private boolean standsInMost(Collection<String> names) {
        return 2 * names.stream().filter(this::standsIn).count() > names.size();
    }

    private boolean standsIn(String name) {
        return name.startsWith(part) || part.startsWith("_") && name.contains("." + part);
    }

    String words() {
        return "its weights are named " + (part.startsWith("_") ? "…" : "") + part + "…, " + wrapper + ", or " + mend;
    }
}
