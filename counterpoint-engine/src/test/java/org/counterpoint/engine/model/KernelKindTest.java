package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.scope.TensorScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kinds of matrix products: which is chosen, and that they are products. */
class KernelKindTest {

    @Test
    void oneIsChosenByNameOrByTheProcessor() {
        assertThat(KernelKind.chosen("plain")).isEqualTo(KernelKind.PLAIN);
        assertThat(KernelKind.chosen(" OneDNN ")).isEqualTo(KernelKind.ONEDNN);
        NativeRuntime.load();
        boolean avx = torch.get_cpu_capability().getString().startsWith("AVX");
        assertThat(KernelKind.chosen("auto")).isEqualTo(avx ? KernelKind.ONEDNN : KernelKind.PLAIN);
        assertThatThrownBy(() -> KernelKind.chosen("mkl"))
                .isInstanceOf(ModelException.class)
                .hasMessage("-Dcounterpoint.kernels=mkl is no kind of kernels: give onednn, plain or auto");
    }

    @ParameterizedTest
    @EnumSource(KernelKind.class)
    void productsAndGradientsAreThoseOfTheirDefinitions(KernelKind kind) {
        NativeRuntime.load();
        Kernels kernels = kind.kernels();
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor x = Tensors.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor w = Tensors.floats(new float[] {1, 0, -1, 2, 1, 0, 0, 0, 3, -1, 1, 1}, 4, 3);
            Tensor dy = Tensors.floats(new float[] {1, 0, 0, 2, 0, 1, -1, 0}, 2, 4);
            assertThat(Tensors.toFloats(kernels.linear(x, w))).containsExactly(-2, 4, 9, 4, -2, 13, 18, 7);
            assertThat(Tensors.toFloats(kernels.linearInputGradient(dy, w))).containsExactly(-1, 2, 1, 2, 1, -3);
            Tensor gradient = torch.ones(4, 3);
            kernels.addWeightGradient(gradient, dy, x);
            assertThat(Tensors.toFloats(gradient)).containsExactly(2, 3, 4, 5, 6, 7, -3, -4, -5, 3, 5, 7);
            Tensor half = gradient.zero_();
            kernels.addWeightGradient(half, dy.to(ScalarType.BFloat16), x.to(ScalarType.BFloat16));
            assertThat(Tensors.toFloats(half))
                    .containsExactly(new float[] {1, 2, 3, 4, 5, 6, -4, -5, -6, 2, 4, 6}, Offset.offset(0f));
            kernels.packedForFewRows(w).ifPresent(packed -> assertThat(Tensors.toFloats(kernels.linear(x, packed)))
                    .containsExactly(-2, 4, 9, 4, -2, 13, 18, 7));
        }
    }
}
