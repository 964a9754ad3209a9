package org.counterpoint.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.HeadKind;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.RowScores;
import org.counterpoint.engine.TokenBatch;
import org.counterpoint.engine.TrainableModel;
import org.counterpoint.engine.weights.ModelConfig;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorSource;
import org.jspecify.annotations.Nullable;

/**
 * A model of the LLaMA family: Llama, Mistral, Qwen2, Qwen3 and those built like them. Sequences are packed row
 * after row; linear layers see all rows at once and attention goes by segment, so nothing is padded. Forward and
 * backward are written out, with no tape: what is kept and what is computed again is decided here.
 */
public final class LlamaModel implements TrainableModel {
    private static final long MAX_SHARD_BYTES = 5L << 30;

    private final Path source;
    private final ModelConfig config;
    private final ModelOptions options;
    private final LlamaWeights weights;
    private final Rotary rotary;
    private final Head head;
    private @Nullable AdamWOptimizer optimizer;
    private boolean passOpen;
    /** Loading and scoring leave holes in memory that a training pass does not fill. */
    private boolean scored = true;

    private LlamaModel(Path source, ModelConfig config, ModelOptions options, LlamaWeights weights) {
        this.source = source;
        this.config = config;
        this.options = options;
        this.weights = weights;
        this.rotary = new Rotary(config);
        this.head = head();
    }

    private Head head() {
        Weight norm = weights.finalNorm();
        double eps = config.rmsNormEps();
        return options.head() instanceof HeadKind.LogProbabilities tokens
                ? new TokenHead(norm, weights.head(), eps, tokens.temperature(), options.logitsBudgetBytes())
                : new ScalarHead(norm, weights.head(), eps, options.head(), config.padToken());
    }

    /**
     * Loads a checkpoint folder: of a language model, or for a head of scores or values of a sequence classifier too.
     *
     * @throws ModelException if it is no sound checkpoint of this family, or the head cannot stand on it
     */
    public static LlamaModel load(Path folder, ModelOptions options) {
        NativeRuntime.load();
        try (ModelFolder files = ModelFolder.open(folder);
                NoGradGuard guard = new NoGradGuard()) {
            if (options.head() instanceof HeadKind.LogProbabilities) {
                requireLanguageModel(folder, files.config());
            } else {
                requireOneLabel(folder, files.config());
            }
            return new LlamaModel(folder, files.config(), options, LlamaWeights.load(files, options));
        }
    }

    /** @throws ModelException if a folder's model has no vocabulary to choose from */
    static void requireLanguageModel(Path folder, ModelConfig config) {
        if (config.labels() > 0) {
            throw new ModelException(folder + " is a " + config.architecture()
                    + ": it scores texts and writes none. A language model is needed here");
        }
    }

    private static void requireOneLabel(Path folder, ModelConfig config) {
        if (config.labels() > 1) {
            throw new ModelException(folder + " is a " + config.architecture() + " with " + config.labels()
                    + " labels: a reward or value model has one, or is a language model that is to become one");
        }
    }

    /** @throws ModelException if a token is outside the vocabulary */
    static void requireKnown(int token, ModelConfig config) {
        if (token < 0 || token >= config.vocabularySize()) {
            throw new ModelException("token " + token + " is outside the model's vocabulary of "
                    + config.vocabularySize() + ": the tokenizer does not fit the model");
        }
    }

    public ModelConfig config() {
        return config;
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

    /** The score of one text of at least one token, of a model with that head. */
    float scoreText(int[] tokens) {
        Packing packing = Packing.ofText(tokens, config.padToken());
        check(packing, false);
        return score(packing)[0];
    }

    private float[] score(Packing packing) {
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard();
                Attention.Masks masks = new Attention.Masks()) {
            return head.forward(hidden(packing, masks), packing).scores();
        }
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
        return new LlamaPass(pack(batch));
    }

    private Packing pack(TokenBatch batch) {
        Packing packing = head.pack(batch);
        check(packing, batch.sharedPrompt());
        return packing;
    }

    void check(Packing packing, boolean sharedPrompt) {
        for (int i = 0; i < packing.rows(); i++) {
            requireKnown(packing.tokens()[i], config);
            if (sharedPrompt && rotary.dependsOnLength(packing.sequenceLengths()[i])) {
                throw new ModelException("a prompt cannot be shared among responses where dynamic rope scaling turns"
                        + " it differently for each: a sequence of " + packing.sequenceLengths()[i]
                        + " tokens is beyond the original length; use forward=grouped");
            }
        }
    }

    SelfAttention.Rotations rotations(Packing packing) {
        return SelfAttention.Rotations.of(
                rotary.table(packing.positions(), packing.sequenceLengths()), config.headDim());
    }

    /** [rows, hidden] fp32. */
    Tensor embed(int[] tokens) {
        return torch.index_select(weights.embedding().value(), 0, Kernels.indices(tokens));
    }

    /** [P, hidden] fp32 behind the last layer. */
    private Tensor hidden(Packing packing, Attention.Masks masks) {
        SelfAttention.Rotations rotations = rotations(packing);
        Tensor x = embed(packing.tokens());
        for (int i = 0; i < weights.layers().size(); i++) {
            Tensor input = x;
            try (TensorScope layer = new TensorScope()) {
                x = layer.pass(
                        layer(i, masks, packing).forward(input, rotations).out());
            }
            TensorScope.free(input);
        }
        return x;
    }

    LayerWeights layerWeights(int layer) {
        return weights.layers().get(layer);
    }

    Rotary rotary() {
        return rotary;
    }

    /** [rows, vocabulary] of rows [rows, hidden] behind the last layer, in the vocabulary projection's format. */
    Tensor logits(Tensor x) {
        if (head instanceof TokenHead tokens) {
            return tokens.logits(x);
        }
        throw new IllegalStateException("this model was loaded to score, not to write");
    }

    DecoderLayer layer(int index, Attention.Masks masks, Packing packing) {
        return new DecoderLayer(
                weights.layers().get(index),
                config,
                new Attention(packing.segments(), config.slidingWindows().get(index), masks));
    }

    @Override
    public double gradientNorm() {
        double squares = 0;
        for (Weight weight : weights.all()) {
            try (TensorScope scope = new TensorScope()) {
                double norm = torch.linalg_vector_norm(weight.gradient()).item_float();
                squares += norm * norm;
            }
        }
        return Math.sqrt(squares);
    }

    /** The gradient gathered so far for one tensor of the checkpoint, row-major. */
    float[] gradient(String name) {
        for (Weight weight : weights.all()) {
            for (Weight.Part part : weight.parts()) {
                if (part.name().equals(name)) {
                    try (TensorScope scope = new TensorScope()) {
                        return Kernels.toFloats(weight.gradient().narrow(0, part.start(), part.rows()));
                    }
                }
            }
        }
        throw new IllegalArgumentException("no parameter " + name);
    }

    @Override
    public void clearGradients() {
        for (Weight weight : weights.all()) {
            try (TensorScope scope = new TensorScope()) {
                weight.gradient().zero_();
            }
        }
    }

    @Override
    public void step(AdamW settings, double learningRate, double gradientScale) {
        try (NoGradGuard guard = new NoGradGuard()) {
            optimizer().step(settings, learningRate, gradientScale);
            clearGradients();
        }
    }

    private AdamWOptimizer optimizer() {
        AdamWOptimizer current = optimizer;
        if (current == null) {
            current = new AdamWOptimizer(weights.all());
            optimizer = current;
        }
        return current;
    }

    @Override
    public Map<String, String> saveWeights(Path folder, @Nullable String chatTemplate) throws IOException {
        List<TensorSource> sources = weights.all().stream()
                .flatMap(w -> w.parts().stream().map(part -> TensorExport.source(part.name(), w.value(), part)))
                .toList();
        try (ModelFolder like = ModelFolder.open(source)) {
            return options.head() instanceof HeadKind.LogProbabilities
                    ? ModelFolder.write(folder, like, sources, MAX_SHARD_BYTES, chatTemplate)
                    : ModelFolder.writeClassifier(folder, like, sources, MAX_SHARD_BYTES, chatTemplate);
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
    private final class LlamaPass implements Pass {
        private final Packing packing;
        private final TensorScope scope = new TensorScope();
        private final Attention.Masks masks = new Attention.Masks();
        private final List<DecoderLayer.Saved> saved = new ArrayList<>();
        private final RowScores scores;
        private final SelfAttention.Rotations rotations;
        private final Head.Pass headPass;
        private boolean used;

        LlamaPass(Packing packing) {
            this.packing = packing;
            passOpen = true;
            boolean done = false;
            try (NoGradGuard guard = new NoGradGuard()) {
                rotations = rotations(packing);
                Tensor x = embed(packing.tokens());
                for (int i = 0; i < weights.layers().size(); i++) {
                    try (TensorScope inner = new TensorScope()) {
                        DecoderLayer.Result result = layer(i, masks, packing).forward(x, rotations);
                        saved.add(
                                options.activationCheckpointing()
                                        ? DecoderLayer.Saved.inputOnly(x)
                                        : result.saved().passedOutOf(inner));
                        x = inner.pass(result.out());
                    }
                }
                headPass = head.forward(x, packing);
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
        public void backward(double[] derivativesByRow) {
            if (used) {
                throw new IllegalStateException("a pass goes backward once");
            }
            if (derivativesByRow.length != scores.values().length) {
                throw new IllegalArgumentException(
                        derivativesByRow.length + " derivatives for " + scores.values().length + " rows");
            }
            used = true;
            try (NoGradGuard guard = new NoGradGuard();
                    TensorScope whole = new TensorScope()) {
                Tensor dx;
                try (TensorScope inner = new TensorScope()) {
                    dx = inner.pass(headPass.backward().apply(derivativesByRow));
                }
                SelfAttention.Rotations inverse = rotations.inverse();
                for (int i = weights.layers().size() - 1; i >= 0; i--) {
                    try (TensorScope inner = new TensorScope()) {
                        layer(i, masks, packing).backward(dx, saved.get(i), rotations, inverse);
                    }
                    saved.remove(i).free();
                }
                addEmbeddingGradient(dx);
            }
        }

        /** As in transformers, the padding token's embedding learns nothing as an input. */
        private void addEmbeddingGradient(Tensor dx) {
            Tensor ids = Kernels.indices(packing.tokens());
            if (config.padToken() >= 0) {
                dx.masked_fill_(ids.eq(new Scalar(config.padToken())).unsqueeze(1), new Scalar(0));
            }
            weights.embedding().gradient().index_add_(0, ids, dx);
        }

        @Override
        public void close() {
            masks.close();
            scope.close();
            passOpen = false;
        }
    }
}
