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
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.vector.LoopWarmUp;
import org.counterpoint.engine.vector.Vectors;
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

    private final ModelSource source;
    private final @Nullable Adaptation adaptation;
    private final Architecture config;
    private final ModelOptions options;
    private final TrunkWeights weights;
    private final Trunk trunk;
    private final @Nullable WeightShare share;
    private final Sweeps sweeps;
    private final Head head;
    private final BatchPasses passes;
    private final ParameterSet parameters;
    private final Dropout dropout;
    private @Nullable AdamWOptimizer optimizer;

    private TransformerModel(
            ModelSource source,
            Architecture config,
            ModelOptions options,
            TrunkWeights weights,
            @Nullable Adaptation adaptation,
            @Nullable FileLengths mapped,
            @Nullable WeightShare share) {
        this.share = share;
        this.sweeps = new Sweeps(weights, share);
        this.source = source;
        this.adaptation = adaptation;
        this.dropout = adaptation == null
                ? new Dropout(DropoutSettings.NONE)
                : adaptation.adapters().dropout();
        this.config = config;
        this.options = options;
        this.weights = weights;
        this.trunk = new Trunk(config, weights, options.activationCheckpointing());
        this.head = head();
        this.passes = new BatchPasses(weights, trunk, head, dropout, sweeps, mapped);
        this.parameters = new ParameterSet(weights.learnt(), weights.learntByPart());
    }

    private Head head() {
        Norm norm = weights.finalNorm();
        return options.head() instanceof HeadKind.LogProbabilities tokens
                ? new TokenHead(
                        norm,
                        weights.head(),
                        LogitShape.of(config),
                        LogitRows.of(LogitShape.of(config), tokens.temperature(), weights.device()),
                        options.logitsBudgetBytes())
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
        if (options.device().isCpu() && Vectors.available()) {
            LoopWarmUp.start(options.trainable());
        }
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
                    ModelSource.of(folder, base, options),
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
        return passes.scores(batch);
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
                        return passes.scoresAsLearnt(batch);
                    }

                    @Override
                    public void close() {} // it is the model that it is a view of
                };
    }

    /** The score of one text of at least one token, of a model with that head. */
    float scoreText(int[] tokens) {
        return passes.score(passes.pack(tokens, config.vocabulary().padToken()))[0];
    }

    @Override
    public void finishPasses() {
        sweeps.finish();
    }

    /** [rows, vocabulary] of rows [rows, hidden] behind the last layer, in the vocabulary projection's format. */
    Tensor logits(Tensor x) {
        passes.checkFiles();
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
        return passes.open(batch);
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
        passes.close();
        if (optimizer != null) {
            optimizer.close();
            optimizer = null;
        }
        weights.close();
    }
}
