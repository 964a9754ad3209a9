package org.counterpoint.train.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.Values;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.settings.TrainSchema;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/**
 * How responses are scored: those of training's settings that scoring uses.
 *
 * @param text how rows become tokens
 * @param weights how those beneath an adapter are held; of a whole model only where they are quantised
 */
public record ScoreChoices(TrainSettings.Data text, TrainSettings.Passes passes, BaseWeights weights) {
    private static final List<String> NAMES = List.of(
            "max_length",
            "chat_template",
            "append_eos",
            "boundary",
            "forward",
            "micro_batch_tokens",
            "precision",
            "base_weights",
            "threads",
            "device");
    private static final Schema<TrainSettings> ALL =
            TrainSchema.of(Methods.named("sft").orElseThrow());

    /** The settings by name. */
    public static final Schema<ScoreChoices> SCHEMA = new Schema<>(
            ALL.settings().values().stream()
                    .filter(setting -> NAMES.contains(setting.name()))
                    .toList(),
            ScoreChoices::of);

    private static ScoreChoices of(Values values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (Setting setting : ALL.settings().values()) {
            all.put(setting.name(), setting.defaultValue());
        }
        all.putAll(values.all());
        TrainSettings settings = ALL.make(new Values(all));
        return new ScoreChoices(
                settings.data(), settings.passes(), settings.adapter().base());
    }
}
