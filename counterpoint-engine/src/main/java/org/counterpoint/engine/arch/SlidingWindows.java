package org.counterpoint.engine.arch;

import java.util.List;
import java.util.stream.IntStream;
import org.counterpoint.engine.JsonObject;

/** Which layers see only a window of positions: one number a layer, 0 for all positions. */
final class SlidingWindows {
    private SlidingWindows() {}

    /** {@code sliding_window}: an absent key means transformers' default; an explicit null means no window. */
    static int one(JsonObject json, int otherwise) {
        if (json.node().has("sliding_window") && !json.has("sliding_window")) {
            return 0;
        }
        return json.has("sliding_window") ? json.wholeNumber("sliding_window", 1, Integer.MAX_VALUE) : otherwise;
    }

    /** {@code sliding_window} in these layers; transformers' default is 4096. */
    static List<Integer> where(JsonObject json, List<Boolean> slide) {
        int window = one(json, 4096);
        if (window == 0 && slide.contains(true)) {
            throw json.fault("sliding_window", "layers that slide need one: a whole number from 1");
        }
        return slide.stream().map(slides -> slides ? window : 0).toList();
    }

    /** In the layers from {@code max_window_layers} on, or those of {@code layer_types}, if at all. */
    static List<Integer> ofQwen(JsonObject json, int layers) {
        int window = json.flag("use_sliding_window", false) ? one(json, 4096) : 0;
        if (!json.has("layer_types")) {
            int full = json.has("max_window_layers") ? json.wholeNumber("max_window_layers", 0, Integer.MAX_VALUE) : 28;
            return IntStream.range(0, layers)
                    .mapToObj(i -> i >= full ? window : 0)
                    .toList();
        }
        List<Boolean> slide = LayerTypes.slide(json, layers);
        if (window == 0 && slide.contains(true)) {
            throw json.fault("layer_types", "a sliding layer needs `use_sliding_window` true and a `sliding_window`");
        }
        return slide.stream().map(slides -> slides ? window : 0).toList();
    }
}
