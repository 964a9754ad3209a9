package org.counterpoint.engine.arch;

import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** OLMo 2: norms behind both halves of a layer, and of queries and keys over all heads together. */
final class Olmo2Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("attention_bias");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(HeadWidth.OF_HIDDEN);
        boolean bias = config.flag("attention_bias", false);
        return config.architecture(
                config.vocabulary(false, 1),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.WHOLE,
                        heads.scale(),
                        config.noWindows()),
                new FeedForward(config.innerWidth(), false, Activation.SILU),
                config.norms(1e-5, NormWeight.PLAIN, NormPlace.AFTER),
                config.positions(2048, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
