package org.counterpoint.engine.arch;

import java.util.Set;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Scales;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/** Granite 3: Llama with multipliers of embeddings, scores, what layers add, and logits. */
final class GraniteParser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of(
                "attention_bias",
                "mlp_bias",
                "embedding_multiplier",
                "attention_multiplier",
                "residual_multiplier",
                "logits_scaling");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(HeadWidth.OF_HIDDEN);
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
                        config.json().positive("attention_multiplier", 1),
                        config.noWindows()),
                new FeedForward(config.innerWidth(), config.flag("mlp_bias", false), Activation.SILU),
                config.norms(1e-6),
                config.positions(2048, heads.dim()),
                new Scales(
                        config.json().positive("embedding_multiplier", 1),
                        config.json().positive("residual_multiplier", 1),
                        1 / config.json().positive("logits_scaling", 1)),
                SoftCaps.NONE);
    }
}
