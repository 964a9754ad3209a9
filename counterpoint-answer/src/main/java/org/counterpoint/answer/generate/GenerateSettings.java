package org.counterpoint.answer.generate;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.console.UsageException;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * What {@code generate} was asked for.
 *
 * @param base of an adapter; null for where the adapter says
 * @param ledger where prompts that were set aside are written down; no file where there are none
 * @param name what the model is called in the answers
 * @param samples answers a prompt
 * @param batchSize answers computed at once; with the prompts' order it decides the batches
 * @param chatTemplate a file or a built-in; null for the model's own
 */
public record GenerateSettings(
        Path model,
        @Nullable Path base,
        Path data,
        Path out,
        Path ledger,
        String name,
        AnswerForm form,
        Sampling sampling,
        int maxNewTokens,
        int samples,
        long seed,
        int batchSize,
        Precision precision,
        @Nullable String chatTemplate,
        boolean overwrite) {

    /** @throws UsageException where a number makes no sense */
    public GenerateSettings {
        atLeastOne("--max-new-tokens", maxNewTokens);
        atLeastOne("--samples", samples);
        atLeastOne("--batch-size", batchSize);
        if (samples > 1 && sampling.isGreedy()) {
            throw new UsageException("--samples " + samples + " without --temperature would give the same answer "
                    + samples + " times; give a temperature, such as --temperature 0.7");
        }
    }

    /** The ledger's usual place: {@code OUT.ledger.jsonl}. */
    public static Path ledgerOf(Path out) {
        return out.resolveSibling(out.getFileName() + ".ledger.jsonl");
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UsageException(option + " is " + value + "; it must be at least 1");
        }
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
        settings.put("temperature", String.valueOf(sampling.temperature()));
        settings.put("top_k", String.valueOf(sampling.topK()));
        settings.put("top_p", String.valueOf(sampling.topP()));
        settings.put("max_new_tokens", String.valueOf(maxNewTokens));
        settings.put("samples", String.valueOf(samples));
        settings.put("seed", String.valueOf(seed));
        settings.put("batch_size", String.valueOf(batchSize));
        settings.put("precision", precision.wireName());
        return Provenance.of("generate", settings).from("model", model).from("data", data);
    }
}
