package org.counterpoint.engine.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.weights.ModelTensors;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorRows;

/**
 * The weights of a model that is open, as they are now, adapters merged in as they are read. It must not learn while they
 * are read, which several threads may do at once.
 */
final class LiveTensors implements ModelTensors {
    private final Architecture config;
    private final Map<String, TensorData> tensors = new HashMap<>();

    LiveTensors(Architecture config, TrunkWeights weights) {
        this.config = config;
        for (Weight weight : weights.all()) {
            weight.parts().forEach(part -> tensors.put(part.name(), weight.data(part)));
        }
        for (Adapted adapted : weights.adapted()) {
            String name = adapted.base().weight().parts().get(0).name();
            tensors.computeIfPresent(name, (same, base) -> adapted.adapter().mergedInto(base));
        }
    }

    @Override
    public Architecture config() {
        return config;
    }

    @Override
    public TensorRows rows(List<String> names) {
        return TensorRows.of(names.stream().map(this::tensor).toList());
    }

    private TensorData tensor(String name) {
        TensorData tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return tensor;
    }
}
