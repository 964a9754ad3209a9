package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.OptimizerShare;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.SaveType;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.WeightShare;
import org.counterpoint.engine.adapter.DropoutSettings;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.AdapterFolder;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.FileLengths;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * A trunk with a head on it, and what of both is learnt. Forward and backward are written out, with no tape: what is
 * kept and what is computed again is decided here and below.
 */
public final class TransformerModel implements TrainableModel {
    private static final long MAX_SHARD_BYTES = 5L << 30;

    private final Source source;
    private final @Nullable Adaptation adaptation;
    /** The files whose bytes are used as they lie there; null for none. */
    private final @Nullable FileLengths mapped;

    private final Architecture config;
    private final ModelOptions options;
    private final TrunkWeights weights;
    private final Trunk trunk;
    private final @Nullable WeightShare share;
    private final Sweeps sweeps;
    private final Head head;
    private final ParameterSet parameters;
    private final Dropout dropout;
    private @Nullable AdamWOptimizer optimizer;
    private boolean passOpen;
    /** Loading and scoring leave holes in memory that a training pass does not fill. */
    private boolean scored = true;

    /**
     * What the model began as.
     *
     * @param folder that was loaded: of a run that goes on, a checkpoint's
     * @param type of most of the weights that the run began with
     */
    private record Source(Path folder, DType type) {
        static Source of(Path folder, ModelFolder base, ModelOptions options) {
            Path start = options.adapting().start();
            if (start == null || AdapterFolder.isOne(folder)) {
                return new Source(folder, base.dtype());
            }
            try (ModelFolder began = ModelFolder.open(start)) {
                return new Source(folder, began.dtype());
            }
        }

        DType stored(SaveType type) {
            return switch (type) {
                case FP32 -> DType.F32;
                case BF16 -> DType.BF16;
                case FP16 -> DType.F16;
                case SOURCE -> this.type;
            };
        }
    }

    private TransformerModel(
            Source source,
            Architecture config,
            ModelOptions options,
            TrunkWeights weights,
            @Nullable Adaptation adaptation,
            @Nullable FileLengths mapped,
            @Nullable WeightShare share) {
        this.share = share;
        this.sweeps = new Sweeps(weights, share);
        this.source = source;
        this.mapped = mapped;
        this.adaptation = adaptation;
        this.dropout = adaptation == null
                ? new Dropout(DropoutSettings.NONE)
                : adaptation.adapters().dropout();
        this.config = config;
        this.options = options;
        this.weights = weights;
        this.trunk = new Trunk(config, weights, options.activationCheckpointing());
        this.head = head();
        this.parameters = new ParameterSet(weights.learnt(), weights.learntByPart());
    }

    private Head head() {
        Norm norm = weights.finalNorm();
        return options.head() instanceof HeadKind.LogProbabilities tokens
                ? new TokenHead(
                        norm, weights.head(), LogitShape.of(config), tokens.temperature(), options.logitsBudgetBytes())
                : new ScalarHead(
                        norm,
                        weights.head(),
                        options.head(),
                        config.vocabulary().padToken());
    }

    /**
     * Loads a checkpoint folder: of a language model, or for a head of scores or values of a sequence classifier too.
     *
     * @throws ModelException if it is no sound checkpoint of a family computed here, or the head cannot stand on it
     */
    public static TransformerModel load(Path folder, ModelOptions options) {
        return load(folder, options, null);
    }

    /**
     * Loads this process's part of a model that is cut over several: its layers' matrices and its vocabulary's, with their
     * gradients and moments. What is small, such as norms, each of them has whole, with a gradient of its own passes.
     */
    public static TransformerModel loadCut(Path folder, ModelOptions options, WeightShare share) {
        return load(folder, options, share);
    }

    private static TransformerModel load(Path folder, ModelOptions options, @Nullable WeightShare share) {
        NativeRuntime.load();
        try (Opened opened = Opened.of(folder, options);
                NoGradGuard guard = new NoGradGuard()) {
            ModelFolder base = opened.base();
            if (options.head() instanceof HeadKind.LogProbabilities) {
                requireLanguageModel(base.path(), base.config());
            } else {
                requireOneLabel(base.path(), base.config());
            }
            Adapters adapters = opened.adapters();
            TrunkWeights weights = TrunkWeights.load(base, options, adapters, share);
            return new TransformerModel(
                    Source.of(folder, base, options),
                    base.config(),
                    options,
                    weights,
                    adapters == null ? null : opened.adaptation(),
                    weights.areMapped() ? base.lengths() : null,
                    share);
        }
    }

    /** @throws ModelException if a folder's model has no vocabulary to choose from */
    static void requireLanguageModel(Path folder, Architecture config) {
        if (config.labels() > 0) {
            throw new ModelException(folder + " is a " + config.name()
                    + ": it scores texts and writes none. A language model is needed here");
        }
    }

    private static void requireOneLabel(Path folder, Architecture config) {
        if (config.labels() > 1) {
            throw new ModelException(folder + " is a " + config.name() + " with " + config.labels()
                    + " labels: a reward or value model has one, or is a language model that is to become one");
        }
    }

    public Architecture config() {
        return config;
    }

    Device device() {
        return options.device();
    }

    Precision precision() {
        return options.precision();
    }

    /** Its weights as they are now, adapters merged in. */
    LiveTensors tensors() {
        if (!(head instanceof TokenHead)) {
            throw writesNone();
        }
        return new LiveTensors(config, weights);
    }

    Trunk trunk() {
        return trunk;
    }

    ParameterSet parameters() {
        return parameters;
    }

    @Override
    public RowScores scores(TokenBatch batch) {
        Packing packing = pack(batch);
        if (packing.scoredRows().length == 0) {
            return packing.scores(new float[0]);
        }
        scored = true;
        return packing.scores(score(packing));
    }

    @Override
    public void beginStep(long step) {
        dropout.at(step);
    }

    @Override
    public ScoringModel learningScorer() {
        return !dropout.drops()
                ? this
                : new ScoringModel() {
                    @Override
                    public RowScores scores(TokenBatch batch) {
                        Packing packing = pack(batch);
                        scored = true;
                        try (Dropout.Open rows = dropout.open(packing.draws())) {
                            return packing.scores(score(packing));
                        }
                    }

                    @Override
                    public void close() {} // it is the model that it is a view of
                };
    }

    /** The score of one text of at least one token, of a model with that head. */
    float scoreText(int[] tokens) {
        checkFiles();
        Packing packing = Packing.ofText(tokens, config.vocabulary().padToken());
        trunk.check(packing);
        return score(packing)[0];
    }

    private float[] score(Packing packing) {
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard();
                Attention.Masks masks = new Attention.Masks()) {
            return sweeps.forward(
                    () -> head(trunk.forward(packing, masks), packing).scores());
        }
    }

    private Head.Pass head(Tensor hidden, Packing packing) {
        try (Whole whole = Whole.of(List.of(weights.head()), Whole.Use.FORWARD)) {
            return head.forward(hidden, packing);
        }
    }

    @Override
    public void finishPasses() {
        sweeps.finish();
    }

    /** [rows, vocabulary] of rows [rows, hidden] behind the last layer, in the vocabulary projection's format. */
    Tensor logits(Tensor x) {
        checkFiles();
        if (head instanceof TokenHead tokens) {
            return tokens.logits(x);
        }
        throw writesNone();
    }

    private static IllegalStateException writesNone() {
        return new IllegalStateException("this model was loaded to score, not to write");
    }

    @Override
    public Pass forward(TokenBatch batch) {
        if (!options.trainable()) {
            throw new IllegalStateException("this model was loaded for scoring only");
        }
        if (passOpen) {
            throw new IllegalStateException("the previous pass is still open");
        }
        if (scored) {
            scored = false;
            NativeRuntime.returnFreedMemory();
        }
        return new ModelPass(pack(batch));
    }

    /** @throws ModelException if a file that is in use was changed */
    private void checkFiles() {
        if (mapped != null) {
            mapped.check();
        }
    }

    private Packing pack(TokenBatch batch) {
        checkFiles();
        Packing packing = head.pack(trunk.computable(batch));
        trunk.check(packing);
        return packing;
    }

    @Override
    public Optional<ScoringModel> start() {
        return Optional.ofNullable(adaptation).map(adapted -> new ScoringModel() {
            @Override
            public RowScores scores(TokenBatch batch) {
                adapted.adapters().shown().show(true);
                try {
                    return TransformerModel.this.scores(batch);
                } finally {
                    adapted.adapters().shown().show(false);
                }
            }

            @Override
            public void close() {} // it is the model that it is a view of
        });
    }

    @Override
    public double gradientNorm() {
        return parameters.gradientNorm(share);
    }

    @Override
    public LearntNumbers learnt() {
        return new LiveNumbers(parameters, this::optimizer);
    }

    @Override
    public void shareOptimizer(OptimizerShare share) {
        if (optimizer != null) {
            throw new IllegalStateException("the optimizer holds moments already");
        }
        optimizer = new AdamWOptimizer(parameters.all(), share);
    }

    @Override
    public void clearGradients() {
        parameters.clearGradients();
    }

    @Override
    public void step(AdamW settings, double learningRate, double gradientScale) {
        try (NoGradGuard guard = new NoGradGuard()) {
            optimizer().step(settings, learningRate, gradientScale);
        }
        clearGradients();
    }

    private AdamWOptimizer optimizer() {
        AdamWOptimizer current = optimizer;
        if (current == null) {
            current = new AdamWOptimizer(parameters.all(), processes());
            optimizer = current;
        }
        return current;
    }

    @Override
    public Map<String, String> saveWeights(Path folder, SaveType type, @Nullable String chatTemplate)
            throws IOException {
        try (GatheredTensors gathered = new GatheredTensors(processes(), folder)) {
            List<TensorSource> learnt = weights.export(gathered).stream()
                    .map(tensor -> tensor.as(source.stored(type)))
                    .toList();
            gathered.requireKept();
            return write(folder, learnt, chatTemplate);
        }
    }

    @Override
    public void handOverWeights() throws IOException {
        try (GatheredTensors gathered = new GatheredTensors(processes(), source.folder())) {
            weights.export(gathered);
        }
    }

    @Override
    public void handOutWeights() {
        if (processes().rank() > 0) {
            handOut(weight -> Tensors.empty(ScalarType.Float, weight.shape()));
            return;
        }
        try (ModelFolder folder = ModelFolder.open(source.folder())) {
            WeightLoader loader = new WeightLoader(folder, options.precision(), true, null, options.device(), null);
            handOut(weight -> loader.values(weight.parts()));
        }
    }

    private void handOut(Function<Weight, Tensor> read) {
        for (Weight weight : parameters.all()) {
            try (TensorScope scope = new TensorScope()) {
                Tensor whole = read.apply(weight);
                LiveNumbers.show(whole, piece -> processes().broadcast(piece, 0));
                weight.take(whole);
            }
        }
    }

    private OptimizerShare processes() {
        return share == null ? AloneWithOptimizer.INSTANCE : share;
    }

    private Map<String, String> write(Path folder, List<TensorSource> learnt, @Nullable String chatTemplate)
            throws IOException {
        if (adaptation != null) {
            return adaptation.write(folder, learnt, chatTemplate);
        }
        try (ModelFolder like = ModelFolder.open(source.folder())) {
            return options.head() instanceof HeadKind.LogProbabilities
                    ? ModelFolder.write(folder, like, learnt, MAX_SHARD_BYTES, chatTemplate)
                    : ModelFolder.writeClassifier(folder, like, learnt, MAX_SHARD_BYTES, chatTemplate);
        }
    }

    @Override
    public void saveOptimizer(Path file) throws IOException {
        optimizer().save(file);
    }

    @Override
    public void loadOptimizer(Path file) {
        optimizer().load(file);
    }

    @Override
    public void close() {
        head.close();
        if (optimizer != null) {
            optimizer.close();
            optimizer = null;
        }
        weights.close();
    }

    /** One forward pass with what its backward pass needs. */
    private final class ModelPass implements Pass {
        private final TensorScope scope = new TensorScope();
        private final RowScores scores;
        private Trunk.@Nullable Pass trunkPass;
        private final Head.Pass headPass;
        private final long[] draws;
        private boolean used;

        ModelPass(Packing packing) {
            passOpen = true;
            draws = packing.draws();
            boolean done = false;
            try (NoGradGuard guard = new NoGradGuard();
                    Dropout.Open rows = dropout.open(draws)) {
                headPass = sweeps.forward(() -> {
                    Trunk.Pass through = trunk.open(packing);
                    trunkPass = through;
                    return head(through.hidden(), packing);
                });
                scores = packing.scores(headPass.scores());
                done = true;
            } finally {
                if (!done) {
                    close();
                }
            }
        }

        @Override
        public RowScores scores() {
            return scores;
        }

        @Override
        public void backward(double[] derivativesByRow, Runnable partDone) {
            Trunk.Pass through = trunkPass;
            if (used || through == null) {
                throw new IllegalStateException("a pass goes backward once");
            }
            if (derivativesByRow.length != scores.values().length) {
                throw new IllegalArgumentException(
                        derivativesByRow.length + " derivatives for " + scores.values().length + " rows");
            }
            used = true;
            try (NoGradGuard guard = new NoGradGuard();
                    Dropout.Open rows = dropout.open(draws);
                    TensorScope pass = new TensorScope()) {
                sweeps.backward(() -> {
                    Tensor dx = headBackward(derivativesByRow);
                    partDone.run();
                    through.backward(dx, partDone);
                });
            }
        }

        private Tensor headBackward(double[] derivativesByRow) {
            try (Whole whole = Whole.of(List.of(weights.head()), Whole.Use.BACKWARD);
                    TensorScope inner = new TensorScope()) {
                return inner.pass(headPass.backward().apply(derivativesByRow));
            }
        }

        @Override
        public void close() {
            if (trunkPass != null) {
                trunkPass.close();
            }
            scope.close();
            passOpen = false;
        }
    }
}
