package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.counterpoint.engine.adapter.AdapterConfig;
import org.counterpoint.engine.machine.ContainerLimits;
import org.counterpoint.engine.machine.Memory;
import org.counterpoint.engine.model.BaseWeights;
import org.counterpoint.engine.model.Device;
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
import org.counterpoint.train.settings.TrainSettings;
import org.jspecify.annotations.Nullable;

/** The engine's models and tokenizers, and files in the forms of {@link TrainingData}. */
public final class EngineBackend implements Backend {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private final @Nullable Path adapterBase;
    private final BaseWeights scoring;

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
        this.adapterBase = adapterBase;
        this.scoring = scoring;
    }

    @Override
    public TrainableModel loadModel(
            Path folder, HeadKind head, TrainSettings.Passes passes, Precision precision, boolean trainable) {
        if (passes.threads() > 0) {
            NativeRuntime.setThreads(passes.threads());
        }
        requireHalves(scoring, precision);
        if (!scoring.quantises()) {
            requireMemory(folder, trainable, precision);
        }
        ModelOptions options = trainable
                ? ModelOptions.forTraining(precision)
                : ModelOptions.forScoring(precision).withBaseWeights(scoring);
        return TransformerModel.load(
                folder,
                options.withHead(head)
                        .withDevice(Device.named(passes.device()))
                        .withActivationCheckpointing(passes.activationCheckpointing())
                        .withBase(adapterBase));
    }

    private static void requireHalves(BaseWeights weights, Precision precision) {
        if (weights.quantises() && precision == Precision.FP32) {
            throw new InputException("base_weights=" + Setting.wireName(weights)
                    + " turns weights back to bf16 for products in bf16\n  set precision=bf16-mixed, or leave"
                    + " base_weights out");
        }
    }

    /** Of whole models; what an adapter takes beside its base is little, and its base may stay on the disk. */
    private static void requireMemory(Path folder, boolean trainable, Precision precision) {
        if (AdapterFolder.isOne(folder)) {
            return;
        }
        try (ModelFolder files = ModelFolder.open(folder)) {
            if (!trainable
                    && precision == Precision.BF16_MIXED
                    && !files.quantised().isEmpty()) {
                return; // It stays as it lies in its file.
            }
            long parameters = files.tensors().values().stream()
                    .mapToLong(tensor -> tensor.byteSize() / tensor.dtype().bytes())
                    .sum();
            MemoryNeed need = trainable
                    ? MemoryNeed.ofTraining(parameters)
                    : MemoryNeed.ofScoring(parameters, precision == Precision.FP32 ? Float.BYTES : Short.BYTES);
            need.require(folder.toString(), Memory.here(), ContainerLimits.here());
        }
    }

    @Override
    public boolean scoresTexts(Path folder) {
        try (ModelFolder model = ModelFolder.open(folder, adapterBase)) {
            return model.config().labels() > 0;
        }
    }

    @Override
    public TrainableModel loadPolicy(
            Path folder, Path start, HeadKind head, TrainSettings settings, Precision precision) {
        TrainSettings.Passes passes = settings.passes();
        if (passes.threads() > 0) {
            NativeRuntime.setThreads(passes.threads());
        }
        if (settings.adapter().rank() == 0) {
            requireMemory(folder, true, precision);
        }
        ModelOptions options = ModelOptions.forTraining(precision)
                .withHead(head)
                .withDevice(Device.named(passes.device()))
                .withActivationCheckpointing(passes.activationCheckpointing())
                .withBase(adapterBase)
                .withBaseWeights(settings.adapter().base())
                .withStart(start);
        return TransformerModel.load(
                folder,
                settings.adapter().rank() == 0
                        ? options
                        : options.withAdapter(settings.adapter().fresh(settings.seed())));
    }

    @Override
    public void checkAdapter(Path policy, TrainSettings settings) {
        TrainSettings.Adapter adapter = settings.adapter();
        Device.named(settings.passes().device()); // Refused now, before anything is written.
        requireHalves(adapter.base(), precision(settings.passes().precision()));
        if (!AdapterFolder.isOne(policy)) {
            if (adapter.rank() == 0 && adapter.base() != BaseWeights.MAPPED) {
                throw new InputException(
                        "base_weights is for weights beneath an adapter; set adapter.rank, or leave it" + " out");
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
            model.checkFinite();
            String quantised = scoring.quantises() ? "-" + Setting.wireName(scoring) : "";
            return model.weightsHash() + "-" + model.configHash() + quantised;
        }
    }

    /** {@code auto} is bf16-mixed where the processor multiplies bf16 matrices, else fp32. */
    @Override
    public Precision precision(String name) {
        if (!name.equals("auto")) {
            return name.equals(Precision.BF16_MIXED.wireName()) ? Precision.BF16_MIXED : Precision.FP32;
        }
        try (Stream<String> lines = Files.lines(CPU)) {
            boolean bf16 = lines.filter(line -> line.startsWith("flags"))
                    .limit(1)
                    .anyMatch(flags -> flags.contains(" avx512_bf16") || flags.contains(" amx_bf16"));
            return bf16 ? Precision.BF16_MIXED : Precision.FP32;
        } catch (IOException e) {
            return Precision.FP32;
        }
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
    public GroupEncoder openEncoder(Path modelFolder, TrainSettings.Data settings) {
        TextCodec codec = TextCodec.open(modelFolder, adapterBase, settings.chatTemplate(), settings.appendEos());
        try (ModelFolder model = ModelFolder.open(modelFolder, adapterBase)) {
            codec.requireFits(model.config().vocabulary().size());
        }
        return new CodecEncoder(codec, settings);
    }

    @Override
    public void readGroups(Path file, boolean responses, Ledger ledger, Consumer<ResponseGroup> sink) {
        TrainingData.Use use = responses ? TrainingData.Use.SFT : TrainingData.Use.PREFERENCES;
        try (Stream<ResponseGroup> groups = TrainingData.stream(file, use, ledger, Progress.NONE)) {
            groups.forEachOrdered(sink);
        }
    }
}
