package org.counterpoint.engine.arch;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.counterpoint.engine.arch.Architecture.Attention;
import org.counterpoint.engine.arch.Architecture.FeedForward;
import org.counterpoint.engine.arch.Architecture.Positions;
import org.counterpoint.engine.arch.Architecture.SoftCaps;

/**
 * Gemma 3 of text: Gemma 2 with normed queries and keys, five layers with a window before each without one, and a
 * rotation for either.
 */
final class Gemma3Parser implements FamilyParser {
    @Override
    public Set<String> ownKeys() {
        return Set.of(
                "attention_bias",
                "hidden_act",
                "hidden_activation",
                "query_pre_attn_scalar",
                "sliding_window",
                "sliding_window_pattern",
                "layer_types",
                "rope_local_base_freq",
                "final_logit_softcapping");
    }

    @Override
    public Architecture parse(ConfigFields config) {
        Heads heads = config.heads(4, new HeadWidth(true, 256));
        boolean bias = config.flag("attention_bias", false);
        List<Boolean> slide = slide(config);
        return config.architecture(
                config.vocabulary(true, 0),
                new Attention(
                        heads.count(),
                        heads.kvCount(),
                        heads.dim(),
                        bias,
                        bias,
                        QueryKeyNorm.EACH_HEAD,
                        GemmaKeys.queryScale(config),
                        SlidingWindows.where(config.json(), slide)),
                new FeedForward(config.innerWidth(), false, GemmaKeys.activation(config)),
                config.norms(1e-6, NormWeight.ONE_PLUS, NormPlace.AROUND),
                positions(config, heads.dim(), slide),
                GemmaKeys.scales(config),
                new SoftCaps(0, config.cap("final_logit_softcapping", 0)));
    }

    private static List<Boolean> slide(ConfigFields config) {
        if (config.json().has("layer_types")) {
            return LayerTypes.slide(config.json(), config.layers());
        }
        int pattern = config.json().size("sliding_window_pattern", Integer.MAX_VALUE, 6);
        return IntStream.rangeClosed(1, config.layers())
                .mapToObj(layer -> layer % pattern != 0)
                .toList();
    }

    private static Positions positions(ConfigFields config, int dims, List<Boolean> slide) {
        int most = config.mostPositions(131_072);
        return new Positions(
                most,
                GemmaRopes.read(config.json(), most, dims),
                slide.stream().map(slides -> slides ? 1 : 0).toList());
    }
}
