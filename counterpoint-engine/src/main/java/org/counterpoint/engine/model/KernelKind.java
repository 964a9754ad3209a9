package org.counterpoint.engine.model;

import java.util.Locale;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.global.torch;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.machine.KernelChoice;
import org.counterpoint.engine.scope.TensorScope;

/** The kinds of matrix products. The system property {@code counterpoint.kernels} chooses one for the process. */
public enum KernelKind {
    /** oneDNN's own linear layers: on x86-64 with AVX2 or AVX-512. */
    ONEDNN,
    /** PyTorch's own operators only: on everything. */
    PLAIN;

    /**
     * What the property says; without it, what suits this processor. Loads the native library.
     *
     * @throws ModelException if the property names no kind, or one that is not there
     */
    static KernelKind here() {
        return chosen(KernelChoice.asked());
    }

    static KernelKind chosen(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case KernelChoice.AUTO, "" -> oneDnnServes() ? ONEDNN : PLAIN;
            case KernelChoice.PLAIN -> PLAIN;
            case KernelChoice.ONEDNN -> {
                if (!oneDnnIsThere()) {
                    throw new ModelException("-D" + KernelChoice.PROPERTY + "=" + KernelChoice.ONEDNN
                            + ": the native tensor library here is built without"
                            + " oneDNN's linear layers\n  leave the property out, or give plain");
                }
                yield ONEDNN;
            }
            default ->
                throw new ModelException("-D" + KernelChoice.PROPERTY + "=" + name
                        + " is no kind of kernels: give onednn, plain or auto");
        };
    }

    private static boolean oneDnnServes() {
        NativeRuntime.load();
        try (TensorScope scope = new TensorScope()) {
            return torch.get_cpu_capability().getString().startsWith("AVX") && oneDnnIsThere();
        }
    }

    private static boolean oneDnnIsThere() {
        NativeRuntime.load();
        try (TensorScope scope = new TensorScope()) {
            return torch.hasMKLDNN()
                    && Dispatcher.singleton()
                            .findSchema(new OperatorName("mkldnn::_linear_pointwise", ""))
                            .has_value();
        }
    }

    Kernels kernels() {
        return switch (this) {
            case ONEDNN -> new OneDnnKernels();
            case PLAIN -> new PlainKernels();
        };
    }
}
