package org.counterpoint.engine.model;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The owner of every native tensor made while it is open: closing frees them all, but for those that
 * {@link #pass} handed to the scope around it. Scopes nest, one stack a thread; see {@code docs/native.md}.
 */
final class TensorScope implements AutoCloseable {
    private final @Nullable PointerScope outer = PointerScope.getInnerScope();
    private final PointerScope scope = new PointerScope();

    /**
     * Lets a tensor outlive this scope. The scope around this one owns it then; without one the caller does and
     * frees it with {@link #free}.
     */
    Tensor pass(Tensor tensor) {
        // The reference that is taken first keeps the tensor alive between the two owners.
        tensor.retainReference();
        scope.detach(tensor);
        if (outer != null) {
            outer.attach(tensor);
            tensor.releaseReference();
        }
        return tensor;
    }

    /** Lets a tensor outlive every scope; its holder frees it with {@link #free}. */
    <P extends Pointer> P keep(P tensor) {
        tensor.retainReference();
        scope.detach(tensor);
        return tensor;
    }

    /** Frees a tensor that was kept. */
    static void free(@Nullable Pointer tensor) {
        if (tensor != null && !tensor.isNull()) {
            tensor.releaseReference();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
