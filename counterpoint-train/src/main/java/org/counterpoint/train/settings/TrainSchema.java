package org.counterpoint.train.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.settings.Range;
import org.counterpoint.settings.Schema;
import org.counterpoint.settings.Setting;
import org.counterpoint.settings.SettingType;
import org.counterpoint.settings.Suggestions;
import org.counterpoint.settings.Values;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Direction;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.ranks.DeviceExchange;

/** Every setting of training with its default, and what must hold among them. */
public final class TrainSchema {
    private static final List<Setting> SHARED = shared();
    private static final Map<String, Schema<TrainSettings>> ALL = all();

    private TrainSchema() {}

    /** A block's name alone stands for its kind. */
    public static String canonical(String name) {
        return name.equals("curriculum") || name.equals("reduce") ? name + ".kind" : name;
    }

    /** The settings that a method takes, its own first. */
    public static Schema<TrainSettings> of(Method method) {
        Schema<TrainSettings> schema = ALL.get(method.name());
        return schema == null ? made(method) : schema;
    }

    private static Map<String, Schema<TrainSettings>> all() {
        Map<String, Schema<TrainSettings>> all = new HashMap<>();
        Methods.all().forEach(method -> all.put(method.name(), made(method)));
        return all;
    }

    private static Schema<TrainSettings> made(Method method) {
        List<Setting> settings = new ArrayList<>(method.schema().settings().values());
        Set<String> own = method.schema().settings().keySet();
        for (Setting setting : SHARED) {
            if (!own.contains(setting.name()) && !foreign(method, setting.name())) {
                settings.add(setting);
            }
        }
        return new Schema<>(settings, values -> TrainSettings.of(method, values))
                .with(method.schema()::check)
                .with(TrainSchema::checkExtent)
                .with(TrainSchema::checkAdapter)
                .with((given, faults) -> checkReduce(method, given, faults))
                .with((given, faults) -> checkPrompts(method, given, faults))
                .with((given, faults) -> checkCurriculum(method, given, faults))
                .withUnknown(name -> unknown(method, name));
    }

    private static boolean foreign(Method method, String name) {
        return switch (method.learns()) {
            case RESPONSES -> name.equals("pair_types");
            case PAIRS -> name.startsWith("sft_");
            case ROLLOUTS ->
                Set.of("pair_types", "sft_target", "sft_turns", "groups_per_step", "append_eos", "boundary")
                                .contains(name)
                        || name.startsWith("curriculum.");
        };
    }

    private static String unknown(Method method, String name) {
        List<String> others = Methods.all().stream()
                .filter(other -> of(other).settings().containsKey(name))
                .map(Method::name)
                .toList();
        if (method.name().equals("dpo") && name.equals("label_smoothing")) {
            return "dpo does not use label_smoothing; cdpo is dpo with smoothed labels";
        }
        if (!others.isEmpty()) {
            return method.name() + " does not use " + name + " (used by " + String.join(", ", others) + ")";
        }
        String near = Suggestions.meant(name, of(method).settings().keySet());
        return "there is no setting " + name
                + (near.isEmpty() ? "; 'counterpoint settings " + method.name() + "' lists those there are" : near);
    }

    private static void checkExtent(Values given, BiConsumer<String, String> faults) {
        if (given.has("epochs") && given.has("steps")) {
            faults.accept("steps", "epochs and steps are both given; give one");
        }
        if (!given.has("evaluation.data")) {
            for (String name : List.of("evaluation.every", "evaluation.metric", "evaluation.reward_model")) {
                if (given.has(name)) {
                    faults.accept(name, name + " needs evaluation.data");
                }
            }
        }
    }

    private static void checkPrompts(Method method, Values given, BiConsumer<String, String> faults) {
        if (method.learns() != Method.Learns.ROLLOUTS) {
            return;
        }
        if (given.has("too_long")
                && given.choice("too_long", TrainSettings.TooLong.class) == TrainSettings.TooLong.TRUNCATE) {
            faults.accept("too_long", "a prompt is not cut short: too_long is drop or raise for " + method.name());
        }
        if (given.has("adapter.dropout") && given.real("adapter.dropout") > 0) {
            faults.accept(
                    "adapter.dropout",
                    "adapter.dropout is not for " + method.name()
                            + ": the policy that learns is to be the one that drew");
        }
    }

    private static void checkAdapter(Values given, BiConsumer<String, String> faults) {
        if (!given.has("adapter.rank") || given.whole("adapter.rank") == 0) {
            for (String name : List.of("adapter.alpha", "adapter.targets", "adapter.rslora", "adapter.init")) {
                if (given.has(name)) {
                    faults.accept(name, name + " needs adapter.rank");
                }
            }
        }
    }

    private static void checkReduce(Method method, Values given, BiConsumer<String, String> faults) {
        boolean exact = given.has("reduce.kind")
                && given.choice("reduce.kind", TrainSettings.Reduce.class) == TrainSettings.Reduce.EXACT;
        if (given.has("reduce.shards") && !exact) {
            faults.accept("reduce.shards", "reduce.shards needs reduce=exact");
        }
        if (!given.has("shard") || given.choice("shard", TrainSettings.Shard.class) != TrainSettings.Shard.ALL) {
            return;
        }
        if (exact) {
            faults.accept(
                    "shard", "shard=all adds gradients up layer by layer, and reduce=exact needs all of them at once");
        }
        if (given.has("adapter.rank") && given.whole("adapter.rank") > 0) {
            faults.accept("shard", "shard=all is not for an adapter, which is small; shard=optimizer cuts its moments");
        }
        if (method.learns() == Method.Learns.ROLLOUTS) {
            faults.accept("shard", "shard=all is not for " + method.name() + ": who draws answers needs all weights");
        }
    }

    private static void checkCurriculum(Method method, Values given, BiConsumer<String, String> faults) {
        CurriculumKind kind = given.has("curriculum.kind")
                ? given.choice("curriculum.kind", CurriculumKind.class)
                : CurriculumKind.NONE;
        boolean score = kind == CurriculumKind.SCORE;
        Map<String, Boolean> used = Map.of(
                "curriculum.from",
                kind.usesTypes(),
                "curriculum.to",
                kind.usesHardType(),
                "curriculum.at",
                kind == CurriculumKind.STEP,
                "curriculum.realisation",
                kind != CurriculumKind.NONE,
                "curriculum.score",
                score,
                "curriculum.direction",
                score);
        given.all().keySet().forEach(name -> {
            if (!used.getOrDefault(name, true)) {
                faults.accept(name, "the curriculum " + kind.wireName() + " does not use " + name);
            }
        });
        String from = given.optionalText("curriculum.from");
        if (from != null && from.equals(given.optionalText("curriculum.to"))) {
            faults.accept("curriculum.to", "curriculum.from and curriculum.to are both " + from + "; they must differ");
        }
        if (score && !given.has("curriculum.score")) {
            faults.accept(
                    "curriculum.kind",
                    "curriculum.kind score needs curriculum.score, the name of a score in the pairs");
        }
        if (score && given.has("order")) {
            faults.accept("order", "order and the curriculum score exclude each other: the score is the order");
        }
        if (kind.usesTypes() && given.has("sft_target") && method.name().equals(Likelihood.NAME)) {
            faults.accept(
                    "sft_target",
                    "sft_target is not used under the curriculum " + kind.wireName()
                            + "; set curriculum.from"
                            + (kind.usesHardType() ? " and curriculum.to" : ""));
        }
    }

    private static List<Setting> shared() {
        List<Setting> all = new ArrayList<>();
        all.add(Setting.real("learning_rate", Range.above(0), 1e-5, "AdamW's step size at its peak"));
        all.add(Setting.word(
                "schedule", List.of("constant", "linear", "cosine"), "linear", "what follows the warm-up"));
        all.add(Setting.real(
                "warmup_ratio", Range.between(0, 1), 0.1, "share of the steps in which the rate rises from 0"));
        all.add(Setting.real("weight_decay", Range.atLeast(0), 0.0, "AdamW's, never on biases or norms"));
        all.add(Setting.real("adam_beta1", Range.below(0, 1), 0.9, "decay of the gradients' mean"));
        all.add(Setting.real("adam_beta2", Range.below(0, 1), 0.999, "decay of their squares' mean"));
        all.add(Setting.real("adam_epsilon", Range.above(0), 1e-8, "added to the root of the squares' mean"));
        all.add(Setting.real("clip_norm", Range.above(0), 1.0, "largest gradient norm"));
        all.add(Setting.whole("epochs", 1, 1L, "passes over the data"));
        all.add(Setting.whole("steps", 1, null, "optimizer steps, in place of epochs"));
        all.add(Setting.whole("groups_per_step", 1, 16L, "response groups a step"));
        all.add(Setting.whole(
                "micro_batch_tokens",
                1,
                null,
                "positions computed at once; 4096 where not set, 1024 with adapter.rank"));
        all.add(Setting.choice("order", GroupOrder.SHUFFLED, "of the groups in an epoch"));
        all.add(new Setting("pair_types", new SettingType.TypeNames(), List.of("all"), "which pairs to learn from"));
        all.add(Setting.word(
                "forward",
                List.of("shared-prefix", "grouped", "pairwise"),
                "shared-prefix",
                "how a group is computed; the prompt once where its tokens are those of all answers"));
        all.add(Setting.word("precision", List.of("fp32", "bf16-mixed", "auto"), "fp32", "arithmetic of the passes"));
        all.add(Setting.flag("activation_checkpointing", "recompute activations to save memory"));
        all.add(Setting.whole("adapter.rank", 0, 0L, "of a LoRA adapter, which alone is learnt; 0: all weights are"));
        all.add(Setting.real(
                "adapter.alpha", Range.above(0), null, "its scale is alpha / rank; 2 * rank where not set"));
        all.add(new Setting(
                "adapter.targets",
                new SettingType.Names(),
                List.of(TrainSettings.Adapter.ALL_LINEAR),
                "all-linear, or the linear layers that have one, such as q_proj"));
        all.add(Setting.flag("adapter.rslora", "scale by alpha / sqrt(rank)"));
        all.add(Setting.real(
                "adapter.dropout", Range.below(0, 1), 0.0, "share of what goes into it that a step leaves out"));
        all.add(Setting.word("adapter.init", List.of("peft"), "peft", "A kaiming-uniform, B zero"));
        all.add(Setting.choice("base_weights", BaseWeights.MAPPED, "how weights beneath an adapter are held"));
        all.add(Setting.whole("threads", 0, 0L, "0: all cores, or a process's share of them; 1 under reduce=exact"));
        all.add(Setting.choice(
                "reduce.kind",
                TrainSettings.Reduce.FAST,
                "how several processes' gradients are summed; exact: to the same bytes for any number of them"));
        all.add(Setting.whole("reduce.shards", 1, 16L, "into which exact cuts a step, and the most processes"));
        all.add(Setting.choice(
                "shard",
                TrainSettings.Shard.NONE,
                "what is cut over the processes; optimizer: AdamW's moments; all: weights and gradients, too"));
        all.add(Setting.text("ranks.interface", null, "the network interface over which processes meet, such as eth0"));
        all.add(Setting.real(
                "ranks.timeout", Range.above(0), 1800.0, "seconds that a process waits for another before all end"));
        all.add(
                Setting.choice(
                        "ranks.over",
                        DeviceExchange.Over.AUTO,
                        "what gradients of CUDA devices go over; auto: nccl where each process has a device and NCCL, else gloo"));
        all.add(Setting.text("device", "cpu", "cpu, cuda, cuda:N, or auto: a CUDA device where there is one"));
        all.add(Setting.seed("seed", 0L, "of the order and of draws"));
        all.add(Setting.choice("curriculum.kind", CurriculumKind.NONE, "how pair types are weighted"));
        all.add(new Setting("curriculum.from", new SettingType.TypeName(), null, "the easy type"));
        all.add(new Setting("curriculum.to", new SettingType.TypeName(), null, "the hard type"));
        all.add(Setting.real("curriculum.at", Range.between(0, 1), 0.5, "where the kind step changes over"));
        all.add(Setting.choice("curriculum.realisation", Realisation.WEIGHTED, "weights, or one drawn pair"));
        all.add(Setting.text("curriculum.score", null, "the score that orders the groups"));
        all.add(Setting.choice("curriculum.direction", Direction.RISING, "which end of the score comes first"));
        all.add(Setting.whole(
                "max_length",
                2,
                1024L,
                "tokens of prompt and response together, at most as many as the model has positions"));
        all.add(Setting.choice("too_long", TrainSettings.TooLong.DROP, "what becomes of longer ones"));
        all.add(Setting.text("chat_template", null, "a file or a built-in (chatml, alpaca) in place of the model's"));
        all.add(Setting.flag("append_eos", "end answers with an end token where the template does not"));
        all.add(Setting.word("boundary", List.of("split", "drop"), "split", "where prompt and answer share a token"));
        all.add(Setting.text("sft_target", "strongest", "whose responses sft learns"));
        all.add(Setting.word(
                "sft_turns",
                List.of("last", "all"),
                "last",
                "which of the assistant's turns in a conversation sft learns"));
        all.add(Setting.text("evaluation.data", null, "held-out groups or pairs"));
        all.add(Setting.whole(
                "evaluation.every", 0, 0L, "steps between evaluations; 0: before the first and after the last"));
        all.add(Setting.text("evaluation.metric", "eval_loss", "decides which is best"));
        all.add(new Setting(
                "checkpoint.every",
                new SettingType.Pattern(CheckpointSpacing.FORM, CheckpointSpacing.WORDS),
                CheckpointSpacing.AUTO,
                "steps (100), minutes (10m) or share of the run (10%) between checkpoints; 0: only final/"));
        all.add(Setting.whole("checkpoint.keep", 1, 2L, "newest checkpoints kept beside the best"));
        all.add(Setting.choice(
                "save_dtype", SaveType.FP32, "numbers of the final model; source: as those of the model given"));
        return List.copyOf(all);
    }
}
