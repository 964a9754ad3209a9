package org.counterpoint.engine.arch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.arch.Architecture.Positions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What only Phi says: rotations of a part of a head, LongRoPE, and code of its own that is not needed any more. */
final class PhiKeys {
    private PhiKeys() {}

    /** Phi's files name the code that came with them before transformers had it, and which computes the same. */
    static void checkAutoMap(JsonObject json) {
        for (JsonNode value : json.node().path("auto_map")) {
            if (!value.asString("").matches("(configuration|modeling)_phi3\\.[A-Za-z0-9]+")) {
                throw json.fault("auto_map", "only code of configuration_phi3 and modeling_phi3 is known");
            }
        }
    }

    static Positions positions(ConfigFields config, int headDim) {
        JsonObject json = config.json();
        int most = config.mostPositions(4096);
        JsonObject rope = Rope.object(json);
        double factor = json.positive("partial_rotary_factor", 1);
        double inner = rope == null ? factor : rope.positive("partial_rotary_factor", factor);
        if (inner > 1 || json.has("partial_rotary_factor") && inner != factor) {
            throw (rope == null ? json : rope)
                    .fault("partial_rotary_factor", "a number above 0, of 1 at most, and given once is needed");
        }
        int dims = (int) (headDim * inner);
        if (dims < 2 || dims % 2 != 0) {
            throw json.fault(
                    "partial_rotary_factor",
                    "of heads " + headDim + " wide it rotates " + dims + " numbers: rotary embeddings turn pairs");
        }
        double theta = Rope.theta(json, Rope.USUAL_THETA);
        if (rope != null) {
            double given = Rope.theta(rope, theta);
            if (json.has("rope_theta") && given != theta) {
                throw rope.fault("rope_theta", "`rope_theta` beside it is " + theta + ": remove the one that is wrong");
            }
            theta = given;
        }
        return Positions.everywhere(most, new Rope(theta, dims, scaling(json, rope, most, dims)), config.layers());
    }

    private static RopeScaling scaling(JsonObject config, @Nullable JsonObject rope, int most, int dims) {
        String type = rope == null ? "default" : Rope.type(rope);
        if (rope == null || type.equals("default")) {
            if (rope != null) {
                keys(rope, Set.of());
            }
            return new RopeScaling.None();
        }
        if (!Set.of("longrope", "su").contains(type)) {
            throw rope.fault(rope.has("rope_type") ? "rope_type" : "type", "supported are default, longrope and su");
        }
        keys(
                rope,
                Set.of(
                        "short_factor",
                        "long_factor",
                        "factor",
                        "attention_factor",
                        "original_max_position_embeddings"));
        int inner = rope.size("original_max_position_embeddings", Integer.MAX_VALUE, 4096);
        int original = config.size("original_max_position_embeddings", Integer.MAX_VALUE, inner);
        return new RopeScaling.LongRope(
                factors(rope, "short_factor", dims / 2),
                factors(rope, "long_factor", dims / 2),
                original,
                attentionFactor(rope, (double) most / original, original));
    }

    private static void keys(JsonObject rope, Set<String> honoured) {
        Set<String> known = new HashSet<>(honoured);
        known.add("partial_rotary_factor");
        Rope.keys(rope, known);
    }

    /** sqrt(1 + ln(factor) / ln(original length)) where the file does not say. */
    private static double attentionFactor(JsonObject rope, double stretched, int original) {
        if (rope.has("attention_factor")) {
            return rope.positive("attention_factor");
        }
        double factor = rope.positive("factor", stretched);
        return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
    }

    private static List<Double> factors(JsonObject rope, String key, int count) {
        if (!rope.has(key)) {
            throw rope.missing(key);
        }
        List<Double> factors = new ArrayList<>();
        for (JsonNode value : rope.node().get(key)) {
            if (!value.isNumber() || !(value.doubleValue() > 0) || !Double.isFinite(value.doubleValue())) {
                throw rope.fault(key, "a list of numbers above 0 is needed");
            }
            factors.add(value.doubleValue());
        }
        if (factors.size() != count) {
            throw rope.fault(key, "a list of " + count + " numbers is needed, one for each pair that is rotated");
        }
        return factors;
    }
}
