package org.counterpoint.answer.collect;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.chat.ChatParameters;
import org.counterpoint.chat.ask.Budget;
import org.counterpoint.chat.ask.Limits;
import org.counterpoint.chat.openai.Endpoint;
import org.counterpoint.console.UsageException;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * What {@code collect} was asked for.
 *
 * @param name what the model is called in the answers
 * @param system a system message for prompts that have none; null: none is added
 * @param samples answers a prompt
 */
public record CollectSettings(
        Path data,
        Path out,
        Endpoint endpoint,
        String name,
        @Nullable String system,
        ChatParameters parameters,
        int samples,
        Limits limits,
        Budget budget,
        boolean overwrite) {

    /** @throws UsageException where a number makes no sense */
    public CollectSettings {
        require(
                parameters.maxTokens() >= 1,
                "--max-new-tokens is " + parameters.maxTokens() + "; it must be at least 1");
        require(samples >= 1, "--samples is " + samples + "; it must be at least 1");
        Double temperature = parameters.temperature();
        Double topP = parameters.topP();
        require(temperature == null || temperature >= 0, "--temperature is " + temperature + "; it must be 0 or more");
        require(topP == null || topP > 0 && topP <= 1, "--top-p is " + topP + "; it must be above 0 and at most 1");
        require(
                samples == 1 || temperature == null || temperature > 0,
                "--samples " + samples + " with --temperature 0 would give the same answer " + samples + " times");
    }

    private static void require(boolean sound, String fault) {
        if (!sound) {
            throw new UsageException(fault);
        }
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
        Map<String, String> settings = new TreeMap<>();
        settings.put("prompts", prompts);
        settings.put("endpoint", endpoint.shown());
        settings.put("model", endpoint.model());
        settings.put("name", name);
        settings.put("system", String.valueOf(system));
        settings.put("max_new_tokens", String.valueOf(parameters.maxTokens()));
        settings.put("temperature", String.valueOf(parameters.temperature()));
        settings.put("top_p", String.valueOf(parameters.topP()));
        settings.put("seed", String.valueOf(parameters.seed()));
        settings.put("samples", String.valueOf(samples));
        return Provenance.of("collect", settings).from("data", data);
    }
}
