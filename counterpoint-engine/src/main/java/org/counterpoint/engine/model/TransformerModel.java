package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
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
            @Nullable FileLengths mapped) {
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
            TrunkWeights weights = TrunkWeights.load(base, options, adapters);
            return new TransformerModel(
                    Source.of(folder, base, options),
                    base.config(),
                    options,
                    weights,
                    adapters == null ? null : opened.adaptation(),
                    weights.areMapped() ? base.lengths() : null);
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
            return head.forward(trunk.forward(packing, masks), packing).scores();
        }
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
        return parameters.gradientNorm();
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
            current = new AdamWOptimizer(parameters.all(), AloneWithOptimizer.INSTANCE);
            optimizer = current;
        }
        return current;
    }

    @Override
    public Map<String, String> saveWeights(Path folder, SaveType type, @Nullable String chatTemplate)
            throws IOException {
        List<TensorSource> learnt = weights.export().stream()
                .map(tensor -> tensor.as(source.stored(type)))
                .toList();
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
                Trunk.Pass through = trunk.open(packing);
                trunkPass = through;
                headPass = head.forward(through.hidden(), packing);
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
            if (used || trunkPass == null) {
                throw new IllegalStateException("a pass goes backward once");
            }
            if (derivativesByRow.length != scores.values().length) {
                throw new IllegalArgumentException(
                        derivativesByRow.length + " derivatives for " + scores.values().length + " rows");
            }
            used = true;
            try (NoGradGuard guard = new NoGradGuard();
                    Dropout.Open rows = dropout.open(draws);
                    TensorScope whole = new TensorScope()) {
                Tensor dx;
                try (TensorScope inner = new TensorScope()) {
                    dx = inner.pass(headPass.backward().apply(derivativesByRow));
                }
                partDone.run();
                trunkPass.backward(dx, partDone);
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
