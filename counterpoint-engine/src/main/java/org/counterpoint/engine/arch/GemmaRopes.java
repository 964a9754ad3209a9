package org.counterpoint.engine.arch;

import java.util.List;
import java.util.Set;
import org.counterpoint.engine.JsonObject;

/** Two rotations: of the layers that see everything, and of those that see a window. */
final class GemmaRopes {
    private static final String FULL = "full_attention";
    private static final String SLIDING = "sliding_attention";
    private static final double FULL_THETA = 1_000_000;

    private GemmaRopes() {}

    /**
     * transformers 5 names them within {@code rope_parameters}; before, {@code rope_theta} and {@code rope_scaling} were
     * of the one, {@code rope_local_base_freq} of the other.
     */
    static List<Rope> read(JsonObject config, int maxPositions, int dims) {
        JsonObject ropes = Rope.object(config);
        double local = localTheta(config);
        if (ropes == null || !config.has("rope_parameters")) {
            return List.of(
                    Rope.read(config, FULL_THETA, maxPositions, dims), new Rope(local, dims, new RopeScaling.None()));
        }
        for (String key : ropes.keys()) {
            if (!Set.of(FULL, SLIDING).contains(key)) {
                throw ropes.fault(key, "only " + FULL + " and " + SLIDING + " are expected here");
            }
        }
        return List.of(
                ropes.object(FULL)
                        .map(rope -> Rope.of(config, rope, Rope.theta(config, FULL_THETA), maxPositions, dims))
                        .orElseThrow(() -> ropes.missing(FULL)),
                ropes.object(SLIDING)
                        .map(rope -> sliding(config, rope, local, maxPositions, dims))
                        .orElseThrow(() -> ropes.missing(SLIDING)));
    }

    private static Rope sliding(JsonObject config, JsonObject rope, double local, int maxPositions, int dims) {
        double theta = Rope.theta(rope, local);
        if (config.has("rope_local_base_freq") && theta != local) {
            throw rope.fault("rope_theta", "`rope_local_base_freq` is " + local + ": remove the one that is wrong");
        }
        return new Rope(theta, dims, Rope.scaling(config, rope, maxPositions));
    }

    private static double localTheta(JsonObject config) {
        double theta = config.positive("rope_local_base_freq", Rope.USUAL_THETA);
        if (theta <= 1) {
            throw config.fault("rope_local_base_freq", "a number above 1 is needed");
        }
        return theta;
    }
}
