package org.counterpoint.engine.weights;

import java.util.List;
import java.util.Optional;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;

/** The weights of a whole model, wherever they lie. */
public interface ModelTensors {

    Architecture config();

    /** Parameters by their names in {@link ExpectedTensor#of}, stacked along their first dimension. */
    TensorRows rows(List<String> names);

    /** The same as they are stored, where all of them are matrices of whole numbers; else nothing. */
    default Optional<WholeRows> wholes(List<String> names) {
        return Optional.empty();
    }
}
