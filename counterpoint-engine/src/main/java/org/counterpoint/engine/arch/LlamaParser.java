package org.counterpoint.engine.arch;

import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Llama 1 to 3, SmolLM2, TinyLlama and those built like them. */
final class LlamaParser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of("attention_bias", "mlp_bias");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(HeadWidth.OF_WHOLE_HIDDEN);
        boolean bias = config.flag("attention_bias", false);
        return config.architecture(
                config.vocabulary(false),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.NONE,
                        heads.scale(),
                        config.noWindows()),
                new FeedForward(config.innerWidth(), config.flag("mlp_bias", false), Activation.SILU),
                config.norms(1e-6),
                config.positions(2048, heads.dim()),
                Scales.ONE,
                SoftCaps.NONE);
    }
}
