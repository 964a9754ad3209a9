package org.counterpoint.engine.arch;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.jspecify.annotations.Nullable;

/**
 * Rotary position embeddings as a config gives them: transformers 5's {@code rope_parameters}, or the older
 * {@code rope_theta} and {@code rope_scaling}.
 *
 * @param dims how many of a head's numbers are rotated, its first; even
 */
public record Rope(double theta, int dims, RopeScaling scaling) {
    static final double USUAL_THETA = 10_000;

    static Rope read(JsonObject config, int maxPositions, int dims) {
        return read(config, USUAL_THETA, maxPositions, dims);
    }

    /** @param theta where the file gives none */
    static Rope read(JsonObject config, double theta, int maxPositions, int dims) {
        double outer = theta(config, theta);
        JsonObject rope = object(config);
        return rope == null
                ? new Rope(outer, dims, new RopeScaling.None())
                : of(config, rope, outer, maxPositions, dims);
    }

    /** {@code rope_parameters} or {@code rope_scaling}, where one is given. */
    static @Nullable JsonObject object(JsonObject config) {
        if (config.has("rope_parameters") && config.has("rope_scaling")) {
            throw new ModelException(config.file() + ": both `rope_parameters` and `rope_scaling` are given:"
                    + " remove the one that does not hold");
        }
        return config.object("rope_parameters")
                .or(() -> config.object("rope_scaling"))
                .orElse(null);
    }

    /** @param outer the base where {@code rope} gives none */
    static Rope of(JsonObject config, JsonObject rope, double outer, int maxPositions, int dims) {
        double theta = theta(rope, outer);
        if (config.has("rope_theta") && theta != outer) {
            throw rope.fault("rope_theta", "`rope_theta` beside it is " + outer + ": remove the one that is wrong");
        }
        return new Rope(theta, dims, scaling(config, rope, maxPositions));
    }

    static double theta(JsonObject object, double otherwise) {
        double theta = object.positive("rope_theta", otherwise);
        if (theta <= 1) {
            throw object.fault("rope_theta", "a number above 1 is needed");
        }
        return theta;
    }

    static RopeScaling scaling(JsonObject config, JsonObject rope, int maxPositions) {
        String type = type(rope);
        return switch (type) {
            case "default" -> {
                keys(rope, Set.of());
                yield new RopeScaling.None();
            }
            case "linear" -> {
                keys(rope, Set.of("factor"));
                yield new RopeScaling.Linear(factor(rope));
            }
            case "dynamic" -> dynamic(rope, maxPositions);
            case "llama3" -> llama3(config, rope, maxPositions);
            case "yarn" -> yarn(config, rope, maxPositions);
            default ->
                throw rope.fault(
                        rope.has("rope_type") ? "rope_type" : "type",
                        "supported are default, linear, dynamic, llama3 and yarn");
        };
    }

    static String type(JsonObject rope) {
        String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
        if (!rope.text("type").orElse(type).equals(type)) {
            throw rope.fault(
                    "type", "`rope_type` beside it is " + rope.shown("rope_type") + ": remove the one that is wrong");
        }
        return type;
    }

    private static RopeScaling dynamic(JsonObject rope, int maxPositions) {
        keys(rope, Set.of("factor", "original_max_position_embeddings"));
        int original = rope.size("original_max_position_embeddings", Integer.MAX_VALUE, maxPositions);
        if (original != maxPositions) {
            throw rope.fault(
                    "original_max_position_embeddings",
                    "dynamic scaling starts at `max_position_embeddings`, which is " + maxPositions
                            + ": make the two equal");
        }
        return new RopeScaling.Dynamic(factor(rope), maxPositions);
    }

    private static RopeScaling llama3(JsonObject config, JsonObject rope, int maxPositions) {
        keys(rope, Set.of("factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"));
        double low = rope.positive("low_freq_factor");
        double high = rope.positive("high_freq_factor");
        if (high <= low) {
            throw rope.fault("high_freq_factor", "it must be above `low_freq_factor`, which is " + low);
        }
        return new RopeScaling.Llama3(factor(rope), low, high, original(config, rope, maxPositions));
    }

    private static RopeScaling yarn(JsonObject config, JsonObject rope, int maxPositions) {
        keys(
                rope,
                Set.of(
                        "factor",
                        "original_max_position_embeddings",
                        "attention_factor",
                        "beta_fast",
                        "beta_slow",
                        "mscale",
                        "mscale_all_dim",
                        "truncate"));
        int original = original(config, rope, maxPositions);
        double factor =
                rope.node().has("factor") && !rope.has("factor") ? (double) maxPositions / original : factor(rope);
        double fast = rope.positive("beta_fast", 32);
        double slow = rope.positive("beta_slow", 1);
        if (fast < slow) {
            throw rope.fault("beta_fast", "it must not be below `beta_slow`, which is " + slow);
        }
        return new RopeScaling.Yarn(
                factor, original, fast, slow, attentionFactor(rope, factor), rope.flag("truncate", true));
    }

    private static double attentionFactor(JsonObject rope, double factor) {
        if (rope.has("attention_factor")) {
            return rope.positive("attention_factor");
        }
        double scale = rope.has("mscale") ? rope.number("mscale") : 0;
        double all = rope.has("mscale_all_dim") ? rope.number("mscale_all_dim") : 0;
        return scale != 0 && all != 0 ? magnitude(factor, scale) / magnitude(factor, all) : magnitude(factor, 1);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private static double factor(JsonObject rope) {
        double factor = rope.number("factor");
        if (factor < 1) {
            throw rope.fault("factor", "a number from 1 is needed");
        }
        return factor;
    }

    /** Outside {@code rope_parameters} it wins, as in transformers. */
    private static int original(JsonObject config, JsonObject rope, int maxPositions) {
        int inner = rope.size("original_max_position_embeddings", Integer.MAX_VALUE, maxPositions);
        return config.size("original_max_position_embeddings", Integer.MAX_VALUE, inner);
    }

    static void keys(JsonObject rope, Set<String> honoured) {
        Set<String> known = new TreeSet<>(honoured);
        known.addAll(List.of("rope_type", "type", "rope_theta"));
        for (String key : rope.keys()) {
            boolean whole = key.equals("partial_rotary_factor") && rope.number(key) == 1;
            if (!known.contains(key) && rope.has(key) && !whole) {
                throw rope.fault(key, "this scaling does not use it; it takes " + String.join(", ", known));
            }
        }
    }
}
