package org.counterpoint.engine.scope;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * The owner of every native tensor, or other native object, made while it is open: closing frees them all, but for those that
 * {@link #pass} handed to the scope around it. Scopes nest, one stack a thread; see {@code docs/native.md}.
 */
public final class TensorScope implements AutoCloseable {
    private final @Nullable PointerScope outer = PointerScope.getInnerScope();
    private final PointerScope scope = new PointerScope();

    /** Makes something that outlives every scope; what else is made on the way is freed. */
    public static <P extends Pointer> P kept(Supplier<P> maker) {
        try (TensorScope scope = new TensorScope()) {
            return scope.keep(maker.get());
        }
    }

    /**
     * Lets a tensor outlive this scope. The scope around this one owns it then; without one the caller does and
     * frees it with {@link #free}.
     */
    public <P extends Pointer> P pass(P tensor) {
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
    public <P extends Pointer> P keep(P tensor) {
        tensor.retainReference();
        scope.detach(tensor);
        return tensor;
    }

    /** Frees a tensor that was kept. */
    public static void free(@Nullable Pointer tensor) {
        if (tensor != null && !tensor.isNull()) {
            tensor.releaseReference();
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
