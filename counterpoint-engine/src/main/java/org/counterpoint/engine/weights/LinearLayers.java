package org.counterpoint.engine.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;

/** The linear layers of a model that an adapter can be on. */
public final class LinearLayers {
    private LinearLayers() {}

    /** By name, such as {@code model.layers.0.self_attn.q_proj}, in the model's order; the output projection is none. */
    public static Map<String, ExpectedTensor> of(Architecture config) {
        Map<String, ExpectedTensor> layers = new LinkedHashMap<>();
        for (ExpectedTensor tensor : ExpectedTensor.of(config)) {
            boolean head =
                    tensor.name().equals(TensorNames.OUTPUT) || tensor.name().equals(TensorNames.SCORE);
            if (tensor.kind() == ExpectedTensor.Kind.LINEAR && !head) {
                layers.put(module(tensor.name()), tensor);
            }
        }
        return layers;
    }

    /** Modules that cannot have an adapter. */
    public static List<String> withoutAdapters() {
        return List.of(module(TensorNames.EMBEDDING), module(TensorNames.OUTPUT));
    }

    /** The module that a weight is of. */
    public static String module(String weight) {
        return weight.substring(0, weight.length() - ".weight".length());
    }
}
