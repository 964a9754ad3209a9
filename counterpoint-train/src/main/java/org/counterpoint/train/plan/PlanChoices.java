package org.counterpoint.train.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.settings.Setting;
import org.counterpoint.train.settings.TrainSettings;
import org.counterpoint.train.settings.TrainSettings.Adapter;
import org.counterpoint.train.settings.TrainSettings.Passes;

/**
 * The settings that decide how much memory a run takes.
 *
 * @param changed what of them is not as it was asked for, by its name
 */
record PlanChoices(Passes passes, Adapter adapter, Map<String, String> changed) {
    /** Of an adapter that takes the place of full training. */
    private static final int RANK = 16;

    private static final int LEAST_BATCH = 256;

    static PlanChoices of(TrainSettings settings) {
        return new PlanChoices(settings.passes(), settings.adapter(), Map.of());
    }

    /** What could be set to take less, the mildest change first; each alone. */
    List<PlanChoices> smaller(ModelShape model, Precision precision) {
        List<PlanChoices> all = new ArrayList<>();
        if (!passes.activationCheckpointing()) {
            all.add(checkpointing());
        }
        if (passes.microBatchTokens() > LEAST_BATCH) {
            all.add(microBatch(passes.microBatchTokens() / 2));
        }
        boolean adapts = model.adapter() != null || adapter.rank() > 0;
        if (!adapts) {
            all.add(adapter(RANK, adapter.base()));
        } else if (precision == Precision.BF16_MIXED
                && adapter.base() != BaseWeights.NF4
                && adapter.base() != BaseWeights.NF4_DOUBLE
                && model.tensors().stream().noneMatch(ModelShape.Stored::quantised)) {
            all.add(adapter(adapter.rank(), BaseWeights.NF4));
        }
        return all;
    }

    /** All of that together, with ever smaller micro-batches. */
    List<PlanChoices> together(ModelShape model, Precision precision) {
        PlanChoices least = this;
        for (PlanChoices one : smaller(model, precision)) {
            least = one.changed.containsKey("micro_batch_tokens") ? least : least.with(one);
        }
        List<PlanChoices> all = new ArrayList<>(List.of(least));
        for (int tokens = passes.microBatchTokens() / 2; tokens >= LEAST_BATCH; tokens /= 2) {
            all.add(least.microBatch(tokens));
        }
        return all;
    }

    private PlanChoices with(PlanChoices one) {
        PlanChoices next = this;
        if (one.changed.containsKey("activation_checkpointing")) {
            next = next.checkpointing();
        }
        if (one.changed.containsKey("adapter.rank") || one.changed.containsKey("base_weights")) {
            next = next.adapter(one.adapter.rank(), one.adapter.base());
        }
        return next;
    }

    private PlanChoices checkpointing() {
        return new PlanChoices(
                new Passes(
                        passes.forward(),
                        passes.microBatchTokens(),
                        passes.precision(),
                        true,
                        passes.threads(),
                        passes.device()),
                adapter,
                also("activation_checkpointing", "true"));
    }

    private PlanChoices microBatch(int tokens) {
        return new PlanChoices(
                new Passes(
                        passes.forward(),
                        tokens,
                        passes.precision(),
                        passes.activationCheckpointing(),
                        passes.threads(),
                        passes.device()),
                adapter,
                also("micro_batch_tokens", Integer.toString(tokens)));
    }

    private PlanChoices adapter(int rank, BaseWeights base) {
        boolean fresh = rank != adapter.rank();
        return new PlanChoices(
                passes,
                new Adapter(rank, 2.0 * rank, adapter.targets(), adapter.rslora(), adapter.dropout(), base),
                fresh ? also("adapter.rank", Integer.toString(rank)) : also("base_weights", Setting.wireName(base)));
    }

    private Map<String, String> also(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(changed);
        all.put(name, value);
        return all;
    }
}
