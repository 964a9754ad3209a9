package org.counterpoint.engine.arch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A parameter that a config asks for.
 *
 * @param shape of linear weights [out, in]
 * @param kind how it begins in a new model
 */
public record ExpectedTensor(String name, List<Long> shape, Kind kind) {

    /** What a parameter is. */
    public enum Kind {
        EMBEDDING,
        LINEAR,
        BIAS,
        NORM
    }

    public ExpectedTensor {
        shape = List.copyOf(shape);
    }

    private ExpectedTensor(String name, Kind kind, long... shape) {
        this(name, Arrays.stream(shape).boxed().toList(), kind);
    }

    /** How many numbers it holds. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * All parameters of a model, embedding first, then layer by layer. A tied output projection is not among them.
     */
    public static List<ExpectedTensor> of(Architecture model) {
        List<ExpectedTensor> all = new ArrayList<>();
        long hidden = model.hiddenSize();
        all.add(new ExpectedTensor(
                TensorNames.EMBEDDING, Kind.EMBEDDING, model.vocabulary().size(), hidden));
        for (int layer = 0; layer < model.layers(); layer++) {
            for (LayerPart part : LayerPart.values()) {
                if (model.has(part)) {
                    addPart(all, model, layer, part);
                }
            }
        }
        all.add(new ExpectedTensor(TensorNames.FINAL_NORM, Kind.NORM, hidden));
        if (model.labels() > 0) {
            all.add(new ExpectedTensor(TensorNames.SCORE, Kind.LINEAR, model.labels(), hidden));
        } else if (!model.vocabulary().tied()) {
            all.add(new ExpectedTensor(
                    TensorNames.OUTPUT, Kind.LINEAR, model.vocabulary().size(), hidden));
        }
        return List.copyOf(all);
    }

    private static void addPart(List<ExpectedTensor> all, Architecture model, int layer, LayerPart part) {
        TensorNames names = model.family().names();
        List<String> weights = names.weights(layer, part);
        List<String> biases = model.hasBias(part) ? names.biases(layer, part) : List.of();
        long[] rows = rows(model, part, weights.size());
        for (int i = 0; i < weights.size(); i++) {
            long in = inputs(model, part);
            all.add(
                    in == 0
                            ? new ExpectedTensor(weights.get(i), Kind.NORM, rows[i])
                            : new ExpectedTensor(weights.get(i), Kind.LINEAR, rows[i], in));
            if (!biases.isEmpty()) {
                all.add(new ExpectedTensor(biases.get(i), Kind.BIAS, rows[i]));
            }
        }
    }

    /** The rows of each of the tensors that a part is stacked of. */
    private static long[] rows(Architecture model, LayerPart part, int tensors) {
        Architecture.Attention attention = model.attention();
        long queries = attention.queryWidth();
        long keys = attention.keyWidth();
        long inner = model.feedForward().width();
        return switch (part) {
            case QUERY_KEY_VALUE -> tensors == 1 ? new long[] {queries + 2 * keys} : new long[] {queries, keys, keys};
            case GATE_UP -> tensors == 1 ? new long[] {2 * inner} : new long[] {inner, inner};
            case QUERY_NORM -> new long[] {normed(attention, queries)};
            case KEY_NORM -> new long[] {normed(attention, keys)};
            default -> new long[] {model.hiddenSize()};
        };
    }

    private static long normed(Architecture.Attention attention, long whole) {
        return attention.queryKeyNorm() == QueryKeyNorm.WHOLE ? whole : attention.headDim();
    }

    /** Inputs of a matrix; 0 of a norm. */
    private static long inputs(Architecture model, LayerPart part) {
        return switch (part) {
            case QUERY_KEY_VALUE, GATE_UP -> model.hiddenSize();
            case ATTENTION_OUTPUT -> model.attention().queryWidth();
            case DOWN -> model.feedForward().width();
            default -> 0;
        };
    }
}
