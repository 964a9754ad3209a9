package org.counterpoint.engine.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A norm of heads, each for itself, once for each part of the work. Parts gather gradients apart, and they are added up in the order of
 * the parts, so that no bit depends on which thread took which.
 */
final class HeadNorms {
    private final @Nullable Norm norm;
    private final List<HeadNorm> parts;

    /**
     * @param norm null for none
     * @param width of a head in an array
     */
    HeadNorms(@Nullable Norm norm, int parts, int width) {
        this.norm = norm;
        this.parts = norm == null ? List.of() : ofParts(norm, parts, width);
    }

    private static List<HeadNorm> ofParts(Norm norm, int parts, int width) {
        float[] weight = Tensors.toFloats(norm.value());
        return Stream.generate(() -> new HeadNorm(weight, norm.eps(), width))
                .limit(parts)
                .toList();
    }

    /** That of a part; null for none. */
    @Nullable
    HeadNorm of(int part) {
        return parts.isEmpty() ? null : parts.get(part);
    }

    /** Adds what was gathered to the norm's gradient, where it learns. */
    void addGradient() {
        if (norm == null || !norm.learns()) {
            return;
        }
        float[] sum = new float[Math.toIntExact(norm.width())];
        for (HeadNorm part : parts) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part.gradient()[i];
            }
        }
        norm.gradient().add_(Tensors.floats(sum, sum.length));
    }
}
