package org.counterpoint.engine.arch;

import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Qwen 3: queries and keys are normed a head. */
final class Qwen3Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("attention_bias", "use_sliding_window", "sliding_window", "max_window_layers", "layer_types");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(32, new HeadWidth(false, 128));
        boolean bias = config.flag("attention_bias", false);
        return config.architecture(
                config.vocabulary(false),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.EACH_HEAD,
                        heads.scale(),
                        SlidingWindows.ofQwen(config.json(), config.layers())),
                new FeedForward(config.innerWidth(), false, Activation.SILU),
                config.norms(1e-6),
                config.positions(32_768, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
