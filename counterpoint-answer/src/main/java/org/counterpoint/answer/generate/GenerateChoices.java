package org.counterpoint.answer.generate;

import java.util.List;
import java.util.function.BiConsumer;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.jspecify.annotations.Nullable;

/**
 * How a model of this machine answers: what the command {@code generate} and the stage of that name are told.
 *
 * @param name what the model is called in the answers; null for its folder's name
 * @param samples answers a prompt
 * @param batchSize answers computed at once; with the prompts' order it decides the batches
 * @param chatTemplate a file or a built-in; null for the model's own
 */
public record GenerateChoices(
        @Nullable String name,
        Sampling sampling,
        int maxNewTokens,
        int samples,
        long seed,
        int batchSize,
        Precision precision,
        @Nullable String chatTemplate) {
    private static final String TEMPERATURE = "temperature";
    private static final String SAMPLES = "samples";

    /** The settings by name. */
    public static final Schema<GenerateChoices> SCHEMA = new Schema<>(
                    List.of(
                            Setting.text("name", null, "the model's name in the answers (its folder's name)")
                                    .labelled("NAME"),
                            Setting.real(TEMPERATURE, Range.between(0, 100), 0.0, "0: always the likeliest token"),
                            Setting.real("top_p", Range.between(0, 1), 1.0, "nucleus sampling"),
                            Setting.whole("top_k", 0, 0L, "draw from the K likeliest tokens only; 0: from all"),
                            Setting.whole("max_new_tokens", 1, 256L, "the longest answer"),
                            Setting.whole(SAMPLES, 1, 1L, "answers a prompt"),
                            Setting.whole("batch_size", 1, 8L, "answers computed at once"),
                            Setting.word("precision", Precisions.NAMES, "fp32", "arithmetic of the passes"),
                            Setting.text(
                                    "chat_template",
                                    null,
                                    "a file or a built-in (chatml, alpaca), in place of the model's own"),
                            Setting.seed(
                                    "seed", 0L, "an answer's random stream depends on seed, row id and sample only")),
                    GenerateChoices::of)
            .with(GenerateChoices::check);

    private static void check(Values given, BiConsumer<String, String> faults) {
        boolean greedy = !given.has(TEMPERATURE) || given.real(TEMPERATURE) == 0;
        if (greedy && given.has(SAMPLES) && given.whole(SAMPLES) > 1) {
            long samples = given.whole(SAMPLES);
            faults.accept(
                    SAMPLES,
                    SAMPLES + " " + samples + " without temperature would give the same answer " + samples
                            + " times; give a temperature, such as 0.7");
        }
    }

    private static GenerateChoices of(Values values) {
        return new GenerateChoices(
                values.optionalText("name"),
                new Sampling(values.real(TEMPERATURE), values.integer("top_k"), values.real("top_p")),
                values.integer("max_new_tokens"),
                values.integer(SAMPLES),
                values.whole("seed"),
                values.integer("batch_size"),
                Precisions.parse(values.text("precision")),
                values.optionalText("chat_template"));
    }
}
