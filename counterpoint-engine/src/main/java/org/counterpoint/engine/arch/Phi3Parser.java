package org.counterpoint.engine.arch;

import java.util.Collections;
import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Phi-3, 3.5 and 4-mini: q, k and v in one tensor, gate and up in another; perhaps only a part of a head is rotated. */
final class Phi3Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("sliding_window", "partial_rotary_factor", "auto_map");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        PhiKeys.checkAutoMap(config.json());
        Heads heads = config.heads(HeadWidth.OF_HIDDEN);
        return config.architecture(
                config.vocabulary(false, 32_000),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        false,
                        false,
                        QueryKeyNorm.NONE,
                        heads.scale(),
                        Collections.nCopies(config.layers(), SlidingWindows.one(config.json(), 0))),
                new FeedForward(config.innerWidth(), false, Activation.SILU),
                config.norms(1e-5),
                PhiKeys.positions(config, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
