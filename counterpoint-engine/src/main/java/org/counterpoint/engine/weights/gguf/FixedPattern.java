package org.counterpoint.engine.weights.gguf;

import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.Architecture.Positions;

/** Which layers see a window, or rotate nothing, and how queries are scaled: llama.cpp knows it by the architecture's name. */
final class FixedPattern {
    /** Gemma's models of 27 billion parameters, which scale queries by the width of the residual stream. */
    private static final int LAYERS_OF_GEMMA2_27B = 46;

    private static final int LAYERS_OF_GEMMA3_27B = 62;

    private FixedPattern() {}

    /** Whether each layer sees a window only, where the file names one. */
    static List<Boolean> slides(GgufArchitecture architecture, int layers) {
        int every =
                switch (architecture) {
                    case GEMMA2 -> 2;
                    case GEMMA3 -> 6;
                    default -> 1;
                };
        return IntStream.range(0, layers)
                .mapToObj(layer -> layer % every < every - 1)
                .toList();
    }

    /** Whether a file can say these windows. Those of Llama's, Qwen's and Phi's files are left out, with a notice. */
    static boolean isWritten(GgufArchitecture architecture, List<Integer> windows) {
        return switch (architecture) {
            case LLAMA, QWEN2, QWEN3, PHI3 -> true;
            case GEMMA2, GEMMA3 -> {
                int window = windows.get(0);
                List<Integer> fixed = slides(architecture, windows.size()).stream()
                        .map(slides -> slides ? window : 0)
                        .toList();
                yield windows.equals(fixed) && (window > 0 || architecture == GgufArchitecture.GEMMA3);
            }
            default -> windows.stream().allMatch(window -> window == 0);
        };
    }

    /** Whether a layer has the rotation that llama.cpp gives it. */
    static boolean rotates(GgufArchitecture architecture, List<Integer> ropeOfLayer) {
        return IntStream.range(0, ropeOfLayer.size()).allMatch(layer -> {
            boolean rotates = ropeOfLayer.get(layer) != Positions.NONE;
            return rotates == (architecture != GgufArchitecture.SMOLLM3 || (layer + 1) % 4 != 0);
        });
    }

    /** What queries times keys are multiplied by. */
    static double scale(GgufArchitecture architecture, Architecture config) {
        return 1
                / Math.sqrt(scaledWidth(
                        architecture,
                        config.layers(),
                        config.hiddenSize(),
                        config.attention().heads(),
                        config.attention().headDim()));
    }

    /** The width by whose root queries are divided. */
    static int scaledWidth(GgufArchitecture architecture, int layers, int hidden, int heads, int headDim) {
        boolean ofHidden = architecture == GgufArchitecture.GEMMA2 && layers == LAYERS_OF_GEMMA2_27B
                || architecture == GgufArchitecture.GEMMA3 && layers == LAYERS_OF_GEMMA3_27B;
        return ofHidden ? hidden / heads : headDim;
    }
}
