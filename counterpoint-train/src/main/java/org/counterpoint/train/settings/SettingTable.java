package org.counterpoint.train.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.counterpoint.train.curriculum.CurriculumKind;
import org.counterpoint.train.curriculum.Direction;
import org.counterpoint.train.curriculum.GroupOrder;
import org.counterpoint.train.curriculum.Realisation;
import org.counterpoint.train.objective.Likelihood;
import org.counterpoint.train.objective.Method;
import org.counterpoint.train.objective.Methods;
import org.counterpoint.train.objective.Parameter;
import org.jspecify.annotations.Nullable;

/** Every setting of training with its default. */
public final class SettingTable {
    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;
    private static final List<Setting> SHARED = shared();

    private SettingTable() {}

    /** The settings that a method takes, by path. */
    public static Map<String, Setting> of(Method method) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (Parameter parameter : method.parameters()) {
            settings.put(parameter.name(), setting(parameter));
        }
        boolean likelihood = method.name().equals(Likelihood.NAME);
        for (Setting setting : SHARED) {
            boolean foreign = setting.path().equals(likelihood ? "pair_types" : "sft_target");
            if (!foreign) {
                settings.put(setting.path(), setting);
            }
        }
        return settings;
    }

    /** The names of the methods that take a setting of this name. */
    static List<String> methodsWith(String path) {
        return Methods.all().stream()
                .filter(method -> of(method).containsKey(path))
                .map(Method::name)
                .toList();
    }

    private static Setting setting(Parameter parameter) {
        SettingType type;
        if (parameter instanceof Parameter.Choice choice) {
            type = new SettingType.Word(choice.values());
        } else {
            type = new SettingType.Real((Parameter.Number) parameter);
        }
        return new Setting(parameter.name(), type, parameter.defaultValue(), "the method's");
    }

    private static List<Setting> shared() {
        List<Setting> all = new ArrayList<>();
        all.add(real("learning_rate", 1e-5, 0, true, NO_LIMIT, true, "AdamW's step size at its peak"));
        all.add(word("schedule", "linear", List.of("constant", "linear", "cosine"), "what follows the warm-up"));
        all.add(real("warmup_ratio", 0.1, 0, false, 1, false, "share of the steps in which the rate rises from 0"));
        all.add(real("weight_decay", 0, 0, false, NO_LIMIT, true, "AdamW's, never on biases or norms"));
        all.add(real("adam_beta1", 0.9, 0, false, 1, true, "decay of the gradients' mean"));
        all.add(real("adam_beta2", 0.999, 0, false, 1, true, "decay of their squares' mean"));
        all.add(real("adam_epsilon", 1e-8, 0, true, NO_LIMIT, true, "added to the root of the squares' mean"));
        all.add(real("clip_norm", 1, 0, true, NO_LIMIT, true, "largest gradient norm"));
        all.add(whole("epochs", 1L, 1, "passes over the data"));
        all.add(whole("steps", null, 1, "optimizer steps, in place of epochs"));
        all.add(whole("groups_per_step", 16L, 1, "response groups a step"));
        all.add(whole("micro_batch_tokens", 4096L, 1, "positions computed at once"));
        all.add(word("order", "shuffled", names(GroupOrder.values()), "of the groups in an epoch"));
        all.add(new Setting("pair_types", new SettingType.TypeNames(), List.of("all"), "which pairs to learn from"));
        all.add(word("forward", "grouped", List.of("grouped", "pairwise", "shared-prefix"), "how a group is computed"));
        all.add(word("precision", "fp32", List.of("fp32", "bf16-mixed", "auto"), "arithmetic of the passes"));
        all.add(flag("activation_checkpointing", "recompute activations to save memory"));
        all.add(whole("threads", 0L, 0, "0: all cores"));
        all.add(new Setting(
                "seed", new SettingType.Whole(Long.MIN_VALUE, Long.MAX_VALUE), 0L, "of the order and of draws"));
        all.add(word("curriculum.kind", "none", names(CurriculumKind.values()), "how pair types are weighted"));
        all.add(new Setting("curriculum.from", new SettingType.TypeName(), null, "the easy type"));
        all.add(new Setting("curriculum.to", new SettingType.TypeName(), null, "the hard type"));
        all.add(real("curriculum.at", 0.5, 0, false, 1, false, "where the kind step changes over"));
        all.add(word("curriculum.realisation", "weighted", names(Realisation.values()), "weights, or one drawn pair"));
        all.add(text("curriculum.score", "the score that orders the groups"));
        all.add(word(
                "curriculum.direction", "rising", names(Direction.values()), "which end of the score comes first"));
        all.add(whole("max_length", 1024L, 2, "tokens of prompt and response together"));
        all.add(word("too_long", "drop", List.of("drop", "truncate", "raise"), "what becomes of longer ones"));
        all.add(text("chat_template", "a file or a built-in (chatml, alpaca) in place of the model's"));
        all.add(flag("append_eos", "end answers with an end token where the template does not"));
        all.add(word("boundary", "split", List.of("split", "drop"), "where prompt and answer share a token"));
        all.add(new Setting("sft_target", new SettingType.Text(), "strongest", "whose responses sft learns"));
        all.add(text("evaluation.data", "held-out groups or pairs"));
        all.add(whole("evaluation.every", 0L, 0, "steps between evaluations; 0: before the first and after the last"));
        all.add(new Setting("evaluation.metric", new SettingType.Text(), "eval_loss", "decides which is best"));
        all.add(whole("checkpoint.every", 100L, 0, "steps between checkpoints; 0: only final/"));
        all.add(whole("checkpoint.keep", 2L, 1, "newest checkpoints kept beside the best"));
        return List.copyOf(all);
    }

    private static Setting real(
            String path, double value, double low, boolean open, double high, boolean highOpen, String meaning) {
        Parameter.Number range = new Parameter.Number(path, value, low, open, high, highOpen);
        return new Setting(path, new SettingType.Real(range), value, meaning);
    }

    private static Setting whole(String path, @Nullable Long value, long low, String meaning) {
        return new Setting(path, new SettingType.Whole(low, Integer.MAX_VALUE), value, meaning);
    }

    private static Setting word(String path, String value, List<String> values, String meaning) {
        return new Setting(path, new SettingType.Word(values), value, meaning);
    }

    private static Setting flag(String path, String meaning) {
        return new Setting(path, new SettingType.Flag(), false, meaning);
    }

    private static Setting text(String path, String meaning) {
        return new Setting(path, new SettingType.Text(), null, meaning);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
