package org.counterpoint.engine.arch;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Positions;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** SmolLM3: Llama of which some layers rotate nothing. */
final class SmolLm3Parser implements FamilyParser {
    /** {@code pretraining_tp} and {@code max_window_layers} are in its files and read by nobody. */
    @Override
    public Set<String> ownKeys() {
        return Set.of(
                "attention_bias",
                "mlp_bias",
                "no_rope_layers",
                "no_rope_layer_interval",
                "use_sliding_window",
                "sliding_window",
                "layer_types",
                "pretraining_tp",
                "max_window_layers");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(4, HeadWidth.OF_HIDDEN);
        boolean bias = config.flag("attention_bias", false);
        List<Boolean> rotates = rotates(config);
        return config.architecture(
                config.vocabulary(true, 128_004),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.NONE,
                        heads.scale(),
                        windows(config, rotates)),
                new FeedForward(config.innerWidth(), config.flag("mlp_bias", false), Activation.SILU),
                config.norms(1e-6),
                positions(config, heads.dim(), rotates),
                Scales.ONE,
                SoftCaps.NONE);
    }

    /** {@code no_rope_layers} has a 1 where a layer does rotate. */
    private static List<Boolean> rotates(ConfigFields config) {
        int layers = config.layers();
        if (!config.json().has("no_rope_layers")) {
            int interval = config.json().size("no_rope_layer_interval", Integer.MAX_VALUE, 4);
            return IntStream.rangeClosed(1, layers)
                    .mapToObj(layer -> layer % interval != 0)
                    .toList();
        }
        List<Integer> given = config.json().wholeNumbers("no_rope_layers", 0, 1);
        if (given.size() < layers) {
            throw config.json().fault("no_rope_layers", "one number a layer is needed, which are " + layers);
        }
        return given.subList(0, layers).stream().map(rotates -> rotates == 1).toList();
    }

    /** Where the file does not say, the layers that do not rotate see a window, if any do. */
    private static List<Integer> windows(ConfigFields config, List<Boolean> rotates) {
        if (!config.flag("use_sliding_window", false) || !config.json().has("sliding_window")) {
            return config.noWindows();
        }
        List<Boolean> slide = config.json().has("layer_types")
                ? LayerTypes.slide(config.json(), config.layers())
                : rotates.stream().map(yes -> !yes).toList();
        return SlidingWindows.where(config.json(), slide);
    }

    private static Positions positions(ConfigFields config, int dims, List<Boolean> rotates) {
        int most = config.mostPositions(32_768);
        return new Positions(
                most,
                List.of(Rope.read(config.json(), 2_000_000, most, dims)),
                rotates.stream().map(yes -> yes ? 0 : Positions.NONE).toList());
    }
}
