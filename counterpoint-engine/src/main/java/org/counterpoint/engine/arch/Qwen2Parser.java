package org.counterpoint.engine.arch;

import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Qwen 2 and 2.5: queries, keys and values have biases. */
final class Qwen2Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("use_sliding_window", "sliding_window", "max_window_layers", "layer_types");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(32, HeadWidth.OF_HIDDEN);
        return config.architecture(
                config.vocabulary(false),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        true,
                        false,
                        QueryKeyNorm.NONE,
                        heads.scale(),
                        SlidingWindows.ofQwen(config.json(), config.layers())),
                new FeedForward(config.innerWidth(), false, Activation.SILU),
                config.norms(1e-6),
                config.positions(32_768, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
