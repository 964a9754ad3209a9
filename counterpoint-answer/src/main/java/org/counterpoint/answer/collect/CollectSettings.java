package org.counterpoint.answer.collect;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.store.Provenance;

/**
 * What is to be collected, from whom.
 *
 * @param endpoint with the key
 */
public record CollectSettings(Path data, Path out, CollectChoices choices, Endpoint endpoint, boolean overwrite) {

    /** @throws org.counterpoint.data.InputException where nobody is named, or the key is not there */
    public CollectSettings(Path data, Path out, CollectChoices choices, boolean overwrite) {
        this(data, out, choices, choices.server().endpoint(), overwrite);
    }

    /** What the model is called in the answers. */
    String name() {
        String own = choices.name();
        return own == null ? endpoint.model() : own;
    }

    /** The ledger's place: {@code NAME.ledger.jsonl} beside {@code NAME.jsonl}. */
    public static Path ledgerOf(Path out) {
        String name = String.valueOf(out.getFileName()).replaceFirst("\\.jsonl?$", "");
        return out.resolveSibling(name + ".ledger.jsonl");
    }

    /**
     * What the answers depend on. How fast they are asked for, and for how much money, may change on the way.
     *
     * @param prompts a hash of all prompts with their ids
     */
    Provenance record(String prompts) {
        ChatParameters parameters = choices.parameters();
        Map<String, String> settings = new TreeMap<>();
        settings.put("prompts", prompts);
        settings.put("endpoint", endpoint.shown());
        settings.put("model", endpoint.model());
        settings.put("name", name());
        settings.put("system", String.valueOf(choices.system()));
        settings.put("max_new_tokens", String.valueOf(parameters.maxTokens()));
        settings.put("temperature", String.valueOf(parameters.temperature()));
        settings.put("top_p", String.valueOf(parameters.topP()));
        settings.put("seed", String.valueOf(parameters.seed()));
        settings.put("samples", String.valueOf(choices.samples()));
        return Provenance.of("collect", settings).from("data", data);
    }
}
