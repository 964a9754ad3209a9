package org.counterpoint.engine.arch;

import java.util.List;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;

/** {@code layer_types}: which layers see a window only. */
final class LayerTypes {
    private LayerTypes() {}

    /** Whether each layer slides, as the file says, which must. */
    static List<Boolean> slide(JsonObject json, int layers) {
        List<String> types = json.texts("layer_types").orElseThrow(() -> json.missing("layer_types"));
        if (types.size() != layers) {
            throw new ModelException(json.file() + ": `layer_types` has " + types.size()
                    + " entries, `num_hidden_layers` is " + layers + ": one type a layer is needed");
        }
        return types.stream().map(type -> slides(json, type)).toList();
    }

    private static boolean slides(JsonObject json, String type) {
        return switch (type) {
            case "full_attention" -> false;
            case "sliding_attention" -> true;
            default ->
                throw json.fault("layer_types", "only full_attention and sliding_attention are supported, not " + type);
        };
    }
}
