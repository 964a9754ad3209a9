package org.counterpoint.engine.weights;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.ModelException;

/** Which layers see only a window of positions: one number a layer, 0 for all positions. */
final class SlidingWindows {
    private static final int DEFAULT = 4096;

    private SlidingWindows() {}

    static List<Integer> read(JsonObject json, Family family, int layers) {
        return switch (family) {
            case LLAMA -> Collections.nCopies(layers, 0);
            case MISTRAL -> Collections.nCopies(layers, window(json));
            case QWEN2, QWEN3 -> byLayer(json, layers);
        };
    }

    /** An absent key means transformers' default; an explicit null means no window. */
    private static int window(JsonObject json) {
        if (json.node().has("sliding_window") && !json.has("sliding_window")) {
            return 0;
        }
        return json.size("sliding_window", Integer.MAX_VALUE, DEFAULT);
    }

    private static List<Integer> byLayer(JsonObject json, int layers) {
        int window = json.flag("use_sliding_window", false) ? window(json) : 0;
        List<String> types = json.texts("layer_types").orElse(null);
        if (types == null) {
            int full = json.has("max_window_layers") ? json.wholeNumber("max_window_layers", 0, Integer.MAX_VALUE) : 28;
            return IntStream.range(0, layers)
                    .mapToObj(i -> i >= full ? window : 0)
                    .toList();
        }
        if (types.size() != layers) {
            throw new ModelException(json.file() + ": `layer_types` has " + types.size()
                    + " entries, `num_hidden_layers` is " + layers + ": one type a layer is needed");
        }
        return types.stream().map(type -> windowOf(json, type, window)).toList();
    }

    private static int windowOf(JsonObject json, String type, int window) {
        return switch (type) {
            case "full_attention" -> 0;
            case "sliding_attention" -> {
                if (window == 0) {
                    throw json.fault(
                            "layer_types", "a sliding layer needs `use_sliding_window` true and a `sliding_window`");
                }
                yield window;
            }
            default ->
                throw json.fault("layer_types", "only full_attention and sliding_attention are supported, not " + type);
        };
    }
}
