package org.counterpoint.engine.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Everything of a {@code config.json} that changes what a model computes. The activation is always SiLU and
 * norms are RMS norms; a file that says otherwise is refused.
 *
 * @param architecture the transformers class, such as {@code LlamaForCausalLM}
 * @param labels how many numbers a sequence classifier gives for a text, 1 of a reward model; 0 of a language model
 * @param headDim width of one attention head, not always {@code hiddenSize / heads}; even
 * @param maxPositions what the model was made for; longer sequences still compute
 * @param slidingWindows one a layer: a position sees itself and the {@code window - 1} before it; 0 sees all
 * @param queryKeyValueBias whether q, k and v projections have biases
 * @param outputBias whether the attention's output projection has a bias
 * @param mlpBias whether gate, up and down projections have biases
 * @param queryKeyNorm whether q and k are RMS-normed a head, before rotation
 * @param tiedEmbeddings whether the output projection is the embedding
 * @param initializerRange standard deviation of new weights
 * @param padToken the token whose embedding gets no gradient from the input side (and starts at zero), as
 *     transformers' {@code padding_idx} does; -1 where there is none
 * @param endTokens where generation stops, as far as {@code config.json} says
 */
public record ModelConfig(
        String architecture,
        int labels,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int vocabularySize,
        double rmsNormEps,
        double ropeTheta,
        RopeScaling ropeScaling,
        int maxPositions,
        List<Integer> slidingWindows,
        boolean queryKeyValueBias,
        boolean outputBias,
        boolean mlpBias,
        boolean queryKeyNorm,
        boolean tiedEmbeddings,
        double initializerRange,
        int padToken,
        Set<Integer> endTokens) {
    public ModelConfig {
        slidingWindows = List.copyOf(slidingWindows);
        endTokens = Set.copyOf(endTokens);
    }

    /**
     * Reads a {@code config.json}.
     *
     * @throws org.counterpoint.engine.ModelException if it is not of a family computed here, or holds a key
     *     or value that changes the computation and is not honoured
     */
    public static ModelConfig parse(Path configJson) {
        return ConfigParser.parse(JsonObject.read(configJson));
    }
}
