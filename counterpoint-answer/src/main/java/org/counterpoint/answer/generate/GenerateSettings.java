package org.counterpoint.answer.generate;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * What a model of this machine is to answer.
 *
 * @param base of an adapter; null for where the adapter says
 * @param ledger where prompts that were set aside are written down; no file where there are none
 * @param name what the model is called in the answers
 */
public record GenerateSettings(
        Path model,
        @Nullable Path base,
        Path data,
        Path out,
        Path ledger,
        String name,
        AnswerForm form,
        GenerateChoices choices,
        boolean overwrite) {

    /** The ledger's usual place: {@code OUT.ledger.jsonl}. */
    public static Path ledgerOf(Path out) {
        return LedgerFile.beside(out);
    }

    /**
     * What the answers depend on.
     *
     * @param prompts a hash of all prompts with their ids
     * @param weights a hash of the model's weights
     * @param encoding a hash of what turns text into tokens
     */
    Provenance record(String prompts, String weights, String encoding) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("prompts", prompts);
        settings.put("weights", weights);
        settings.put("encoding", encoding);
        settings.put("name", name);
        settings.put("format", form.name());
        settings.put("temperature", String.valueOf(choices.sampling().temperature()));
        settings.put("top_k", String.valueOf(choices.sampling().topK()));
        settings.put("top_p", String.valueOf(choices.sampling().topP()));
        settings.put("max_new_tokens", String.valueOf(choices.maxNewTokens()));
        settings.put("samples", String.valueOf(choices.samples()));
        settings.put("seed", String.valueOf(choices.seed()));
        settings.put("batch_size", String.valueOf(choices.batchSize()));
        settings.put("precision", choices.precision().wireName());
        return Provenance.of("generate", settings).from("model", model).from("data", data);
    }
}
