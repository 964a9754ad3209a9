package org.counterpoint.engine.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.Tensor;
import org.counterpoint.engine.scope.TensorScope;

/** Masks of a whole batch, made once for all its layers and freed with it. */
final class AttentionMasks implements AutoCloseable {
    private final Map<Shape, Tensor> byShape = new ConcurrentHashMap<>();

    /** Of the last keys that a block's queries see, as many as may be hidden from one of them. */
    record Shape(int queries, int keys, int window) {
        /** 0 where a query sees a key, minus infinity elsewhere: [queries, 1, keys]. */
        Tensor mask() {
            float[] mask = new float[queries * keys];
            for (int i = 0; i < queries; i++) {
                int last = keys - queries + i;
                for (int j = 0; j < keys; j++) {
                    boolean seen = j <= last && (window == 0 || j > last - window);
                    mask[i * keys + j] = seen ? 0 : Float.NEGATIVE_INFINITY;
                }
            }
            return Tensors.floats(mask, queries, 1, keys);
        }
    }

    Tensor of(Shape shape, Tensor near) {
        return byShape.computeIfAbsent(shape, key -> {
            try (TensorScope scope = new TensorScope()) {
                return scope.keep(Tensors.beside(near, key.mask()));
            }
        });
    }

    @Override
    public void close() {
        byShape.values().forEach(TensorScope::free);
        byShape.clear();
    }
}
