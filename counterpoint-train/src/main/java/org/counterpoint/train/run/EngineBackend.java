package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Ledger;
import org.counterpoint.data.Progress;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.forms.TrainingData;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.engine.model.Device;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.ModelOptions;
import org.counterpoint.engine.model.NativeRuntime;
import org.counterpoint.engine.model.TransformerModel;
import org.counterpoint.engine.text.SameTokens;
import org.counterpoint.engine.text.TextCodec;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.settings.Setting;
import org.counterpoint.train.batch.CodecEncoder;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.batch.LengthLimit;
import org.counterpoint.train.plan.BesideModels;
import org.counterpoint.train.plan.HeldWeights;
import org.counterpoint.train.plan.MachineRates;
import org.counterpoint.train.plan.MemoryFit;
import org.counterpoint.train.plan.ModelShape;
import org.counterpoint.train.plan.RunPlanner;
import org.counterpoint.train.plan.Sharing;
import org.counterpoint.train.plan.StepSample;
import org.counterpoint.train.rollout.Sampler;
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** The engine's models and tokenizers, and files in the forms of {@link TrainingData}. */
public final class EngineBackend implements Backend {
    private final @Nullable Path adapterBase;
    private final BaseWeights scoring;
    private final boolean checksMemory;
    private final Sharing sharing;

    public EngineBackend() {
        this(null);
    }

    /** @param adapterBase where the base of folders with an adapter is; null for where they say */
    public EngineBackend(@Nullable Path adapterBase) {
        this(adapterBase, BaseWeights.MAPPED);
    }

    /**
     * The same.
     *
     * @param scoring how weights that are only scored with are held
     */
    public EngineBackend(@Nullable Path adapterBase, BaseWeights scoring) {
        this(adapterBase, scoring, true, Sharing.ALONE);
    }

    private EngineBackend(@Nullable Path adapterBase, BaseWeights scoring, boolean checksMemory, Sharing sharing) {
        this.adapterBase = adapterBase;
        this.scoring = scoring;
        this.checksMemory = checksMemory;
        this.sharing = sharing;
    }

    /** The same, which takes what memory it needs whether or not it is free. */
    public EngineBackend withoutMemoryCheck() {
        return new EngineBackend(adapterBase, scoring, false, sharing);
    }

    /** The same, in one of several processes that share a run. */
    public EngineBackend asOneOf(Sharing sharing) {
        return new EngineBackend(adapterBase, scoring, checksMemory, sharing);
    }

    @Override
    public TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable) {
        if (passes.threads() > 0) {
            NativeRuntime.setThreads(passes.threads());
        }
        requireHalves(scoring, precision);
        if (!trainable && checksMemory && device(passes).isCpu()) {
            MemoryFit.requireScoring(folder, HeldWeights.scoring(shape(folder), scoring, precision), Memory.freeHere());
        }
        ModelOptions options = trainable
                ? ModelOptions.forTraining(precision)
                : ModelOptions.forScoring(precision).withBaseWeights(scoring);
        return TransformerModel.load(
                folder,
                options.withHead(head)
                        .withDevice(device(passes))
                        .withActivationCheckpointing(passes.activationCheckpointing())
                        .withBase(adapterBase));
    }

    @Override
    public Device device(TrainSettings.Passes passes) {
        return Device.named(passes.device(), sharing.place(), sharing.here());
    }

    /** What is cut over processes. */
    private static void requireWhole(Path policy, Device device) {
        if (AdapterFolder.isOne(policy)) {
            throw new InputException("shard=all cuts a model that is learnt whole, and " + policy
                    + " is an adapter over a base that is not learnt\n  set shard=optimizer, or leave it out");
        }
        if (!device.isCpu()) {
            throw new InputException("shard=all gathers weights in the processor's memory, and is for device=cpu"
                    + "\n  set shard=optimizer, or leave it out");
        }
    }

    private static void requireHalves(BaseWeights weights, Precision precision) {
        if (weights.quantises() && precision == Precision.FP32) {
            throw new InputException("base_weights=" + Setting.wireName(weights)
                    + " turns weights back to bf16 for products in bf16\n  set precision=bf16-mixed, or leave"
                    + " base_weights out");
        }
    }

    /** The shape of a model, and of what lies beneath it. */
    ModelShape shape(Path folder) {
        return ModelShape.of(folder, adapterBase);
    }

    @Override
    public void requireMemory(TrainRequest request, Precision precision, StepSample sample) {
        if (checksMemory && device(request.settings().passes()).isCpu()) {
            MemoryFit.require(
                    request.roles().policy(),
                    planner(request, precision, sample, MachineRates.of(1)).plan());
        }
    }

    /** What a run will take of a machine, or one process of it. */
    RunPlanner planner(TrainRequest request, Precision precision, StepSample sample, MachineRates machine) {
        Roles roles = request.roles();
        ModelShape policy = shape(roles.policy());
        List<ModelShape> rewards = Stream.concat(request.rewardModels().stream(), request.watchedModel().stream())
                .map(this::shape)
                .toList();
        BesideModels beside = BesideModels.of(
                request.settings(), policy, optional(roles.givenReference()), rewards, optional(roles.value()));
        return new RunPlanner(
                policy, request.settings(), precision, sample, beside, machine.sharedBy(sharing.here()), sharing);
    }

    private @Nullable ModelShape optional(@Nullable Path folder) {
        return folder == null ? null : shape(folder);
    }

    @Override
    public boolean scoresTexts(Path folder) {
        try (ModelFolder model = ModelFolder.open(folder, adapterBase)) {
            return model.config().labels() > 0;
        }
    }

    @Override
    public TrainableModel loadPolicy(
            Path folder,
            Path start,
            HeadKind head,
            TrainSettings settings,
            Precision precision,
            @Nullable WeightShare share) {
        TrainSettings.Passes passes = settings.passes();
        if (passes.threads() > 0) {
            NativeRuntime.setThreads(passes.threads());
        }
        ModelOptions options = ModelOptions.forTraining(precision)
                .withHead(head)
                .withDevice(device(passes))
                .withActivationCheckpointing(passes.activationCheckpointing())
                .withBase(adapterBase)
                .withBaseWeights(settings.adapter().base())
                .withDropout(new DropoutSettings(settings.adapter().dropout(), settings.seed()))
                .withStart(start);
        if (share != null) {
            return TransformerModel.loadCut(folder, options, share);
        }
        return TransformerModel.load(
                folder,
                settings.adapter().rank() == 0
                        ? options
                        : options.withAdapter(settings.adapter().fresh(settings.seed())));
    }

    @Override
    public void prepareSampler(Precision precision) {
        Generator.prepare(precision);
    }

    @Override
    public Sampler sampler(TrainableModel policy) {
        return new EngineSampler(Generator.of((TransformerModel) policy));
    }

    @Override
    public void checkAdapter(Path policy, TrainSettings settings) {
        TrainSettings.Adapter adapter = settings.adapter();
        Device device = device(settings.passes()); // Refused now, before anything is written.
        if (settings.together().shard() == TrainSettings.Shard.ALL) {
            requireWhole(policy, device);
        }
        requireHalves(adapter.base(), precision(settings.passes().precision()));
        if (!AdapterFolder.isOne(policy)) {
            if (adapter.rank() == 0 && adapter.base() != BaseWeights.MAPPED) {
                throw new InputException(
                        "base_weights is for weights beneath an adapter; set adapter.rank, or leave it out");
            }
            if (adapter.rank() == 0 && adapter.dropout() > 0) {
                throw new InputException("adapter.dropout is of an adapter; set adapter.rank, or leave it out");
            }
            return;
        }
        try (AdapterFolder folder = AdapterFolder.open(policy)) {
            AdapterConfig config = folder.config();
            boolean other = adapter.rank() != 0
                    && (adapter.rank() != config.rank()
                            || adapter.alpha() != config.alpha()
                            || adapter.rslora() != config.rslora());
            if (other) {
                throw new InputException(
                        "adapter.rank " + adapter.rank() + " (alpha " + adapter.alpha() + ") is not that"
                                + " of " + policy + ", which has " + config.rank() + " (alpha " + config.alpha()
                                + ")\n  training goes on with the adapter as it is: leave the settings of adapter out");
            }
            if (!adapter.onAllLinear() && !config.hasTargets(adapter.targets())) {
                throw new InputException("adapter.targets " + String.join(",", adapter.targets()) + " are not those of "
                        + policy + ", which has " + config.targets()
                        + "\n  training goes on with the adapter as it is: leave the settings of adapter out");
            }
        }
    }

    @Override
    public @Nullable Path base(Path policy) {
        if (!AdapterFolder.isOne(policy)) {
            return null;
        }
        try (AdapterFolder folder = AdapterFolder.open(policy)) {
            return folder.base(adapterBase);
        }
    }

    @Override
    public String weightsHash(Path folder) throws IOException {
        try (ModelFolder model = ModelFolder.open(folder, adapterBase)) {
            String quantised = scoring.quantises() ? "-" + Setting.wireName(scoring) : "";
            return model.checkedWeightsHash() + "-" + model.configHash() + quantised;
        }
    }

    @Override
    public Precision precision(String name) {
        if (name.equals("auto")) {
            return Precision.fastestHere();
        }
        return name.equals(Precision.BF16_MIXED.wireName()) ? Precision.BF16_MIXED : Precision.FP32;
    }

    @Override
    public void requireSameTokens(Path model, Path reference) {
        try (ModelFolder folder = ModelFolder.open(reference, adapterBase)) {
            SameTokens.require(
                    AdapterFolder.withTokenizer(model, adapterBase),
                    AdapterFolder.withTokenizer(reference, adapterBase),
                    "the reference",
                    folder.config().vocabulary().size());
        }
    }

    @Override
    public GroupEncoder openEncoder(Roles roles, TrainSettings.Data settings) {
        Path policy = roles.policy();
        TextCodec codec = TextCodec.open(policy, adapterBase, settings.chatTemplate(), settings.appendEos());
        try (ModelFolder model = ModelFolder.open(policy, adapterBase)) {
            codec.requireFits(model.config().vocabulary().size());
            LengthLimit limit = LengthLimit.of(
                    settings.maxLength(), model.config().positions().most());
            for (Map.Entry<String, Path> beside : roles.besidePolicy().entrySet()) {
                limit = limit.within(beside.getKey(), positions(beside.getValue()));
            }
            return new CodecEncoder(codec, settings, limit);
        }
    }

    private int positions(Path folder) {
        try (ModelFolder model = ModelFolder.open(folder, adapterBase)) {
            return model.config().positions().most();
        }
    }

    @Override
    public void readGroups(Path file, TrainingData.Use use, Ledger ledger, Consumer<ResponseGroup> sink) {
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, use, ledger, Progress.NONE)) {
            groups.forEachOrdered(sink);
        }
    }
}
