package org.counterpoint.engine.arch;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/**
 * Gemma 2: norms around both halves of a layer, their weights added to one; every other layer sees a window; scores and
 * logits are capped.
 */
final class Gemma2Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of(
                "attention_bias",
                "hidden_act",
                "hidden_activation",
                "query_pre_attn_scalar",
                "sliding_window",
                "layer_types",
                "attn_logit_softcapping",
                "final_logit_softcapping");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(4, new HeadWidth(true, 256));
        boolean bias = config.flag("attention_bias", false);
        return config.architecture(
                config.vocabulary(true, 0),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.NONE,
                        GemmaKeys.queryScale(config),
                        windows(config)),
                new FeedForward(config.innerWidth(), false, GemmaKeys.activation(config)),
                config.norms(1e-6, NormWeight.ONE_PLUS, NormPlace.AROUND),
                config.positions(8192, heads.dim()),
                GemmaKeys.scales(config),
                new SoftCaps(config.cap("attn_logit_softcapping", 50), config.cap("final_logit_softcapping", 30)));
    }

    private static List<Integer> windows(ConfigFields config) {
        List<Boolean> slide = config.json().has("layer_types")
                ? LayerTypes.slide(config.json(), config.layers())
                : IntStream.range(0, config.layers())
                        .mapToObj(layer -> layer % 2 == 0)
                        .toList();
        return SlidingWindows.where(config.json(), slide);
    }
}
