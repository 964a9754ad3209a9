package org.counterpoint.train.settings;

import java.util.List;
import java.util.Map;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.TrainableModel.AdamW;
import org.counterpoint.engine.adapter.AdapterSettings;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.settings.Values;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Direction;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Objective;
import org.counterpoint.train.ranks.DeviceExchange;
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
        Adapter adapter,
        CurriculumSettings curriculum,
        Data data,
        Evaluation evaluation,
        Checkpoint checkpoint,
        Together together,
        long seed,
        Map<String, @Nullable Object> values) {

    /** How weights move. Rates are per step, norms are L2 over all weights. */
    public record Optimizer(double learningRate, String schedule, double warmupRatio, AdamW adamW, double clipNorm) {}

    /**
     * How long to train.
     *
     * @param steps in place of epochs, null where epochs count
     * @param groupsPerStep of a method that draws answers, prompts a step
     */
    public record Extent(long epochs, @Nullable Long steps, int groupsPerStep, GroupOrder order) {}

    /**
     * How a forward and backward pass is done.
     *
     * @param precision fp32, bf16-mixed or auto
     * @param threads 0 for all cores
     * @param device cpu, cuda, cuda:N or auto
     */
    public record Passes(
            Forward forward,
            int microBatchTokens,
            String precision,
            boolean activationCheckpointing,
            int threads,
            String device) {}

    /**
     * A LoRA adapter in place of all weights.
     *
     * @param rank 0 for none, unless the model is an adapter already, which then goes on
     * @param targets module names, or {@code all-linear}
     * @param dropout of what goes into it, in steps alone
     * @param base how the weights beneath it are held
     */
    public record Adapter(
            int rank, double alpha, List<String> targets, boolean rslora, double dropout, BaseWeights base) {
        static final String ALL_LINEAR = "all-linear";

        public boolean onAllLinear() {
            return targets.equals(List.of(ALL_LINEAR));
        }

        /** That of a new one. */
        public AdapterSettings fresh(long seed) {
            return new AdapterSettings(rank, alpha, onAllLinear() ? List.of() : targets, rslora, dropout, seed);
        }
    }

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
            Direction direction) {
        static final CurriculumSettings NONE = new CurriculumSettings(
                CurriculumKind.NONE, null, null, 0.5, Realisation.WEIGHTED, null, Direction.RISING);
    }

    /**
     * How rows become tokens.
     *
     * @param pairTypes {@code [all]} or the types to use; empty for sft
     * @param sftTarget {@code strongest} or a model's name
     * @param everyTurn whether sft learns the assistant's turns within a prompt too
     */
    public record Data(
            int maxLength,
            TooLong tooLong,
            @Nullable String chatTemplate,
            boolean appendEos,
            boolean dropMerged,
            List<String> pairTypes,
            String sftTarget,
            boolean everyTurn) {

        /** Of a model that reads whole texts, however long, by its own template. */
        public static Data ofScoring() {
            return new Data(Integer.MAX_VALUE, TooLong.RAISE, null, false, false, List.of(), "", false);
        }
    }

    /** What becomes of a response that is too long with its prompt. */
    public enum TooLong {
        DROP,
        TRUNCATE,
        RAISE
    }

    /**
     * What is held out.
     *
     * @param data held-out file, null for none
     * @param rewardModel a reward model's folder that is watched and not learnt from; null for none
     */
    public record Evaluation(
            @Nullable String data,
            long every,
            String metric,
            @Nullable String rewardModel) {}

    /**
     * What is written.
     *
     * @param keep how many of the newest checkpoints stay beside the best
     * @param finalType of the final model's numbers
     */
    public record Checkpoint(CheckpointSpacing every, int keep, SaveType finalType) {}

    /**
     * How several processes learn one model.
     *
     * @param shards of a step, in exact reduction
     * @param network the name of a network interface; null for the one that the machine's name leads to
     * @param timeoutSeconds the longest wait for another process
     * @param over what gradients of CUDA devices are exchanged
     */
    public record Together(
            Reduce reduce,
            int shards,
            Shard shard,
            @Nullable String network,
            double timeoutSeconds,
            DeviceExchange.Over over) {}

    /** How the gradients of a step's parts are summed. */
    public enum Reduce {
        /** As it is fastest: the same bytes for the same number of processes. */
        FAST,
        /** In fixed shards and one fixed tree: the same bytes for any number of processes. */
        EXACT
    }

    /** What is cut over the processes, and not held by each of them. */
    public enum Shard {
        NONE,
        /** AdamW's moments. */
        OPTIMIZER,
        /** Weights and gradients, too. */
        ALL;

        public boolean cutsMoments() {
            return this != NONE;
        }
    }

    static TrainSettings of(Method method, Values v) {
        return new TrainSettings(
                method,
                method.schema().make(v),
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
                        v.optionalWhole("steps"),
                        v.integer(method.learns() == Method.Learns.ROLLOUTS ? "prompts_per_step" : "groups_per_step"),
                        v.choice("order", GroupOrder.class)),
                new Passes(
                        v.choice("forward", Forward.class),
                        microBatchTokens(v),
                        v.text("precision"),
                        v.flag("activation_checkpointing"),
                        threads(v),
                        v.text("device")),
                new Adapter(
                        v.integer("adapter.rank"),
                        v.has("adapter.alpha") ? v.real("adapter.alpha") : 2.0 * v.integer("adapter.rank"),
                        v.texts("adapter.targets"),
                        v.flag("adapter.rslora"),
                        v.real("adapter.dropout"),
                        v.choice("base_weights", BaseWeights.class)),
                method.learns() == Method.Learns.ROLLOUTS
                        ? CurriculumSettings.NONE
                        : new CurriculumSettings(
                                v.choice("curriculum.kind", CurriculumKind.class),
                                v.optionalText("curriculum.from"),
                                v.optionalText("curriculum.to"),
                                v.real("curriculum.at"),
                                v.choice("curriculum.realisation", Realisation.class),
                                v.optionalText("curriculum.score"),
                                v.choice("curriculum.direction", Direction.class)),
                new Data(
                        v.integer("max_length"),
                        v.choice("too_long", TooLong.class),
                        v.optionalText("chat_template"),
                        v.has("append_eos") && v.flag("append_eos"),
                        "drop".equals(v.optionalText("boundary")),
                        v.texts("pair_types"),
                        v.has("sft_target") ? v.text("sft_target") : "",
                        "all".equals(v.optionalText("sft_turns"))),
                new Evaluation(
                        v.optionalText("evaluation.data"),
                        v.whole("evaluation.every"),
                        v.text("evaluation.metric"),
                        v.optionalText("evaluation.reward_model")),
                new Checkpoint(
                        CheckpointSpacing.of(v.text("checkpoint.every")),
                        v.integer("checkpoint.keep"),
                        v.choice("save_dtype", SaveType.class)),
                new Together(
                        v.choice("reduce.kind", Reduce.class),
                        v.integer("reduce.shards"),
                        v.choice("shard", Shard.class),
                        v.optionalText("ranks.interface"),
                        v.real("ranks.timeout"),
                        v.choice("ranks.over", DeviceExchange.Over.class)),
                v.whole("seed"),
                v.all());
    }

    /**
     * With an adapter, activations are most of the memory, and a small batch costs little: no gradient of a whole matrix is
     * gathered once more for each.
     */
    private static int microBatchTokens(Values v) {
        if (v.has("micro_batch_tokens")) {
            return v.integer("micro_batch_tokens");
        }
        return v.integer("adapter.rank") == 0 ? 4096 : 1024;
    }

    /** How a product is cut over threads changes its rounding, and processes may have different shares of the cores. */
    private static int threads(Values v) {
        int given = v.integer("threads");
        return given == 0 && v.choice("reduce.kind", Reduce.class) == Reduce.EXACT ? 1 : given;
    }
}
