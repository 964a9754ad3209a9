package org.counterpoint.engine.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.LayerPart;
import org.counterpoint.engine.arch.TensorNames;
import org.counterpoint.engine.weights.LowRankFactors;

/** A decoder over another one's weights, with an adapter's factors beside them. */
public final class AdaptedDecoder {
    private final Architecture config;
    private final TensorNames names;
    private final Map<String, LowRankFactors> factors;
    private final MatrixPacker packer;

    private AdaptedDecoder(Architecture config, Map<String, LowRankFactors> factors, Team team) {
        this.config = config;
        this.names = config.family().names();
        this.factors = factors;
        this.packer = new MatrixPacker(team, false);
    }

    /**
     * Makes one, which shares the base's matrices and has threads of its own: both may be used at once, and closed in any
     * order.
     *
     * @param factors by the name of the base's weight that they are added to; those of layers only
     */
    public static Decoder of(Decoder base, Map<String, LowRankFactors> factors, int threads) {
        Team team = new Team(threads);
        AdaptedDecoder adapted = new AdaptedDecoder(base.config(), factors, team);
        List<LayerMatrices> layers = new ArrayList<>();
        for (int i = 0; i < base.layers().size(); i++) {
            layers.add(adapted.layer(i, base.layers().get(i)));
        }
        return new Decoder(
                base.config(),
                base.embedding(),
                layers,
                base.finalNorm(),
                base.vocabulary(),
                team,
                base.held().map(NativeWeights::hold),
                base.bf16());
    }

    private LayerMatrices layer(int layer, LayerMatrices base) {
        return new LayerMatrices(
                base.attentionNorm(),
                adapted(layer, LayerPart.QUERY_KEY_VALUE, base.qkv()),
                base.queryNorm(),
                base.keyNorm(),
                adapted(layer, LayerPart.ATTENTION_OUTPUT, base.output()),
                base.attentionPostNorm(),
                base.mlpNorm(),
                adapted(layer, LayerPart.GATE_UP, base.gateUp()),
                adapted(layer, LayerPart.DOWN, base.down()),
                base.mlpPostNorm());
    }

    private Matrix adapted(int layer, LayerPart part, Matrix base) {
        List<String> weights = names.weights(layer, part);
        if (weights.stream().noneMatch(factors::containsKey)) {
            return base;
        }
        LowRankFactors all = stacked(weights, rows(part, weights.size()));
        return packer.lowRank(base, all, part);
    }

    /** The rows of each of the tensors that a part is stacked of. */
    private int[] rows(LayerPart part, int tensors) {
        int queries = config.attention().queryWidth();
        int keys = config.attention().keyWidth();
        int inner = config.feedForward().width();
        return switch (part) {
            case QUERY_KEY_VALUE -> tensors == 1 ? new int[] {queries + 2 * keys} : new int[] {queries, keys, keys};
            case GATE_UP -> tensors == 1 ? new int[] {2 * inner} : new int[] {inner, inner};
            default -> new int[] {config.hiddenSize()};
        };
    }

    /** Factors of tensors that are stacked: every tensor's own share of the rank, and zeros for the others'. */
    private LowRankFactors stacked(List<String> weights, int[] rows) {
        List<Optional<LowRankFactors>> parts = weights.stream()
                .map(name -> Optional.ofNullable(factors.get(name)))
                .toList();
        int rank = parts.stream()
                .flatMap(Optional::stream)
                .mapToInt(LowRankFactors::rank)
                .sum();
        int inputs = parts.stream()
                .flatMap(Optional::stream)
                .mapToInt(part -> part.a().length / part.rank())
                .findFirst()
                .orElseThrow();
        float[] a = new float[rank * inputs];
        float[] b = new float[Arrays.stream(rows).sum() * rank];
        int firstRank = 0;
        int firstRow = 0;
        for (int i = 0; i < rows.length; i++) {
            if (parts.get(i).isPresent()) {
                LowRankFactors part = parts.get(i).get();
                System.arraycopy(part.a(), 0, a, firstRank * inputs, part.a().length);
                for (int row = 0; row < rows[i]; row++) {
                    System.arraycopy(part.b(), row * part.rank(), b, (firstRow + row) * rank + firstRank, part.rank());
                }
                firstRank += part.rank();
            }
            firstRow += rows[i];
        }
        return new LowRankFactors(rank, a, b);
    }
}
