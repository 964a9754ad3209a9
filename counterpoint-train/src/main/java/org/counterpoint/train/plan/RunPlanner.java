package org.counterpoint.train.plan;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.plan.TrainingPlan.Alternative;
import org.counterpoint.train.settings.TrainSettings;

/**
 * Tells what a run will take from the shape of its model, its settings and the lengths of its data.
 *
 * @param precision what the settings' {@code auto} means here
 */
public record RunPlanner(
        ModelShape model,
        TrainSettings settings,
        Precision precision,
        StepSample sample,
        BesideModels beside,
        MachineRates machine,
        Sharing sharing) {
    /** Of a process that trains nearly nothing: its heap, the native libraries' own memory, a tokenizer; measured. */
    private static final long PROCESS = 400L << 20;
    /** Files of the Java runtime and the native libraries, as far as they are read; measured. */
    private static final long LIBRARIES = 110L << 20;
    /** How often all weights are read before the first step: looked at, hashed, loaded. */
    private static final int READS_AT_START = 3;

    /** Of a method that learns from a file. */
    public RunPlanner(
            ModelShape model, TrainSettings settings, Precision precision, StepSample sample, MachineRates machine) {
        this(model, settings, precision, sample, BesideModels.NONE, machine, Sharing.ALONE);
    }

    /** The plan, with settings that would take less. */
    public TrainingPlan plan() {
        PlanChoices asked = PlanChoices.of(settings);
        TrainingPlan plan = plan(asked);
        List<Alternative> alternatives = new ArrayList<>();
        for (PlanChoices one : asked.smaller(model, precision)) {
            alternatives.add(alternative(one));
        }
        boolean some = plan.fits() || alternatives.stream().anyMatch(Alternative::fits);
        if (!some) {
            for (PlanChoices one : asked.together(model, precision)) {
                Alternative together = alternative(one);
                if (together.fits()) {
                    alternatives.add(together);
                    break;
                }
            }
        }
        alternatives.removeIf(one -> one.peakAnonymousBytes() >= plan.peakAnonymousBytes());
        return plan.with(alternatives);
    }

    private Alternative alternative(PlanChoices choices) {
        TrainingPlan plan = plan(choices);
        return new Alternative(choices.changed(), plan.peakAnonymousBytes(), plan.fits());
    }

    private boolean scores() {
        return !(settings.objective() instanceof PolicyObjective)
                && !(Algorithm.of(settings.objective()).head(settings.seed()) instanceof HeadKind.LogProbabilities);
    }

    private TrainingPlan plan(PlanChoices choices) {
        StepSample own = sharing.part(sample, choices.passes().forward());
        RunWork work = settings.objective() instanceof PolicyObjective objective
                ? RunWork.ofRollouts(own, choices.passes(), objective, beside)
                : RunWork.of(own, choices.passes(), settings.method().needsReference());
        HeldWeights weights = HeldWeights.learnt(model, choices.adapter(), precision, scores());
        PassMemory passes = new PassMemory(
                model.config(),
                precision,
                weights.adapts(),
                choices.adapter().dropout() > 0,
                !weights.adapts(),
                !scores());
        CutModel cut = new CutModel(
                model, precision, settings.together(), sharing.processes(), weights.learnt(), weights.largestLearnt());
        MemoryParts memory = memory(work, weights, passes, choices, cut);
        double operations = operations(work, weights, passes, choices.passes().activationCheckpointing());
        double again = bytesReadAgain(work, weights, memory);
        return new TrainingPlan(
                model.parameters() + weights.adapted(),
                weights.learnt(),
                memory,
                memory.resident(room(memory)),
                memory.anonymous(),
                machine.free(),
                work.largest(),
                work.steps(),
                operations,
                bytesReadAtStart(memory) + again,
                operations / machine.operations() + (again > 0 ? again / machine.disk() : 0),
                exchange(cut, own, choices),
                List.of());
    }

    private TrainingPlan.Exchange exchange(CutModel cut, StepSample own, PlanChoices choices) {
        if (sharing.processes() == 1) {
            return TrainingPlan.Exchange.NONE;
        }
        RunWork learnt = RunWork.of(own, choices.passes(), false);
        return new TrainingPlan.Exchange(
                sharing.processes(), Math.round(cut.sent(learnt.sweeps() / 2 / Math.max(1, learnt.steps()))));
    }

    private long room(MemoryParts memory) {
        return machine.free() < 0 ? Long.MAX_VALUE : Math.max(machine.free(), memory.anonymous());
    }

    /** On the way back through the last layer, when all others still hold what they keep. */
    private MemoryParts memory(
            RunWork work, HeldWeights weights, PassMemory passes, PlanChoices choices, CutModel cut) {
        boolean checkpointing = choices.passes().activationCheckpointing();
        BatchSize batch = work.largest();
        double positions = batch.positions();
        double layers = passes.config().layers();
        double kept = layers * (checkpointing ? passes.input() : passes.kept()) + 2 * passes.input();
        double again = checkpointing ? passes.kept() : 0;
        double layer = positions * (passes.backward() + again) + passes.layerGradients();
        double head = passes.headBackward(batch);
        double activations = positions * kept + passes.headKept(batch) + Math.max(layer, head);
        double logits = passes.logits(batch);
        double attention = passes.attentionBlocks(batch, threads(choices));
        long moments = cut.moments();
        // The moments are made by the first step, when what the passes held is gone.
        double root = Float.BYTES * (double) weights.largestLearnt();
        boolean once = work.steps() == 1;
        if (once && moments + root > activations + attention) {
            activations = root;
            attention = 0;
        } else if (once) {
            moments = 0;
        }
        return new MemoryParts(
                cut.weights(weights.anonymous()),
                weights.mapped() + beside.mapped(choices, precision),
                cut.gradients(),
                moments,
                beside.anonymous(choices, precision) + drawing(),
                (long) activations,
                (long) logits,
                (long) attention,
                PROCESS,
                LIBRARIES);
    }

    private static int threads(PlanChoices choices) {
        int asked = choices.passes().threads();
        return asked > 0 ? asked : NativeRuntime.threadsWithoutLoading();
    }

    /** What the decoder holds while answers are drawn, and Java keeps after: a copy of the weights. */
    private long drawing() {
        return settings.objective() instanceof PolicyObjective
                ? model.parameters() * (precision == Precision.BF16_MIXED ? Short.BYTES : Float.BYTES)
                : 0;
    }

    private double operations(RunWork work, HeldWeights weights, PassMemory passes, boolean checkpointing) {
        double once = forward(work.scored(), passes, weights);
        double again = checkpointing ? layers(work.learnt(), passes, weights) : 0;
        double back = weights.adapts() ? 1 : 2;
        return once + again + (1 + back) * forward(work.learnt(), passes, weights);
    }

    private double forward(BatchSize size, PassMemory passes, HeldWeights weights) {
        double vocabulary = scores()
                ? 0
                : 2.0
                        * model.config().hiddenSize()
                        * model.config().vocabulary().size();
        return layers(size, passes, weights) + vocabulary * size.scored();
    }

    private double layers(BatchSize size, PassMemory passes, HeldWeights weights) {
        double layers = model.config().layers();
        double products = 2 * (passes.layerWeights() * layers + weights.adapted()) * size.positions();
        return products + 4.0 * layers * model.config().attention().queryWidth() * size.pairs();
    }

    /** The files once, and what of them there is no room to keep as often as they are gone through. */
    private double bytesReadAtStart(MemoryParts memory) {
        double file = model.fileBytes();
        double left = Math.max(0, file - Math.max(0, room(memory) - memory.anonymous()));
        return file + (READS_AT_START - 1) * left;
    }

    /** In each sweep, what of the mapped weights there was no room to keep: each begins where the last one ended. */
    private double bytesReadAgain(RunWork work, HeldWeights weights, MemoryParts memory) {
        long room = Math.max(0, room(memory) - memory.anonymous());
        return work.sweeps() * Math.max(0, weights.mapped() - room);
    }
}
