package org.counterpoint.engine.arch;

import java.util.Collections;
import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Mistral: no biases, one window in all layers. */
final class MistralParser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("sliding_window");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(8, HeadWidth.OF_HIDDEN);
        return config.architecture(
                config.vocabulary(false),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        false,
                        false,
                        QueryKeyNorm.NONE,
                        heads.scale(),
                        Collections.nCopies(config.layers(), SlidingWindows.one(config.json(), 4096))),
                new FeedForward(config.innerWidth(), false, Activation.SILU),
                config.norms(1e-6),
                config.positions(131_072, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
