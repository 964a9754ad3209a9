package org.counterpoint.train.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Direction;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.MethodSettings;
import org.counterpoint.train.objective.Objective;
import org.counterpoint.train.objective.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Complete, checked settings of a training run.
 *
 * @param values every setting by path, in the table's order: what run.json records and compares
 */
public record TrainSettings(
        Method method,
        Objective objective,
        Optimizer optimizer,
        Extent extent,
        Passes passes,
        CurriculumSettings curriculum,
        Data data,
        Evaluation evaluation,
        Checkpoint checkpoint,
        long seed,
        Map<String, @Nullable Object> values) {

    /** How weights move. Rates are per step, norms are L2 over all weights. */
    public record Optimizer(double learningRate, String schedule, double warmupRatio, AdamW adamW, double clipNorm) {}

    /**
     * How long to train.
     *
     * @param steps in place of epochs, null where epochs count
     */
    public record Extent(long epochs, @Nullable Long steps, int groupsPerStep, GroupOrder order) {}

    /**
     * How a forward and backward pass is done.
     *
     * @param precision fp32, bf16-mixed or auto
     * @param threads 0 for all cores
     */
    public record Passes(
            Forward forward, int microBatchTokens, String precision, boolean activationCheckpointing, int threads) {}

    /** How a group's log-probabilities are computed; all give the same gradient but for rounding. */
    public enum Forward {
        /** Each response once. */
        GROUPED,
        /** Each pair by itself: the oracle. */
        PAIRWISE,
        /** Each response once, and the prompt once a group. */
        SHARED_PREFIX
    }

    /** The curriculum as given: types may be left for the data to fill in. */
    public record CurriculumSettings(
            CurriculumKind kind,
            @Nullable String from,
            @Nullable String to,
            double at,
            Realisation realisation,
            @Nullable String score,
            Direction direction) {}

    /**
     * How rows become tokens.
     *
     * @param pairTypes {@code [all]} or the types to use; empty for sft
     * @param sftTarget {@code strongest} or a model's name
     */
    public record Data(
            int maxLength,
            TooLong tooLong,
            @Nullable String chatTemplate,
            boolean appendEos,
            boolean dropMerged,
            List<String> pairTypes,
            String sftTarget) {}

    /** What becomes of a response that is too long with its prompt. */
    public enum TooLong {
        DROP,
        TRUNCATE,
        RAISE
    }

    /** @param data held-out file, null for none */
    public record Evaluation(@Nullable String data, long every, String metric) {}

    public record Checkpoint(long every, int keep) {}

    static TrainSettings of(Method method, Map<String, @Nullable Object> values) {
        Map<String, Object> own = new LinkedHashMap<>();
        for (Parameter parameter : method.parameters()) {
            own.put(parameter.name(), Values.required(values, parameter.name()));
        }
        Values v = new Values(values);
        return new TrainSettings(
                method,
                method.factory().apply(new MethodSettings(own)),
                new Optimizer(
                        v.real("learning_rate"),
                        v.text("schedule"),
                        v.real("warmup_ratio"),
                        new AdamW(
                                v.real("adam_beta1"),
                                v.real("adam_beta2"),
                                v.real("adam_epsilon"),
                                v.real("weight_decay")),
                        v.real("clip_norm")),
                new Extent(
                        v.whole("epochs"),
                        (Long) values.get("steps"),
                        (int) v.whole("groups_per_step"),
                        GroupOrder.valueOf(constant(v.text("order")))),
                new Passes(
                        Forward.valueOf(constant(v.text("forward"))),
                        (int) v.whole("micro_batch_tokens"),
                        v.text("precision"),
                        v.flag("activation_checkpointing"),
                        (int) v.whole("threads")),
                new CurriculumSettings(
                        CurriculumKind.valueOf(constant(v.text("curriculum.kind"))),
                        v.optionalText("curriculum.from"),
                        v.optionalText("curriculum.to"),
                        v.real("curriculum.at"),
                        Realisation.valueOf(constant(v.text("curriculum.realisation"))),
                        v.optionalText("curriculum.score"),
                        Direction.valueOf(constant(v.text("curriculum.direction")))),
                new Data(
                        (int) v.whole("max_length"),
                        TooLong.valueOf(constant(v.text("too_long"))),
                        v.optionalText("chat_template"),
                        v.flag("append_eos"),
                        v.text("boundary").equals("drop"),
                        v.texts("pair_types"),
                        values.containsKey("sft_target") ? v.text("sft_target") : ""),
                new Evaluation(
                        v.optionalText("evaluation.data"), v.whole("evaluation.every"), v.text("evaluation.metric")),
                new Checkpoint(v.whole("checkpoint.every"), (int) v.whole("checkpoint.keep")),
                v.whole("seed"),
                Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
