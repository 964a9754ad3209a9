package org.counterpoint.engine.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.TensorNames;

/** The tensors of a base with an adapter, as a whole model has them. */
final class MergedTensors {
    private MergedTensors() {}

    /**
     * By the names of {@link ExpectedTensor#of}, in its order.
     *
     * @param config of the merged model: of a sequence classifier where the adapter is one's
     * @throws org.counterpoint.engine.ModelException if the adapter does not fit the base
     */
    static Map<String, TensorData> of(ModelFolder base, AdapterFolder adapter, Architecture config) {
        adapter.requireBase(base);
        AdapterFolder.Contents contents = adapter.contents(base.config());
        Map<String, TensorData> merged = new LinkedHashMap<>();
        for (ExpectedTensor expected : ExpectedTensor.of(config)) {
            AdapterFolder.Factors factors = contents.factors().get(expected.name());
            TensorData score = contents.score();
            if (expected.name().equals(TensorNames.SCORE) && score != null) {
                merged.put(expected.name(), new NamedTensor(TensorNames.SCORE, score));
            } else if (factors == null) {
                merged.put(expected.name(), base.tensor(expected.name()));
            } else {
                merged.put(
                        expected.name(), MergedTensor.of(base.path(), base.tensor(expected.name()), adapter, factors));
            }
        }
        return Collections.unmodifiableMap(merged);
    }
}
