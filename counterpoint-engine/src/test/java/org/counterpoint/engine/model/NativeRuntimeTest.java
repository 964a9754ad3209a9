package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeRuntimeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theTensorLibraryAndItsBlasUseAsManyThreadsAsWereSet(int threads) {
        int before = NativeRuntime.threads();
        try {
            NativeRuntime.setThreads(threads);
            NativeRuntime.load();
            assertThat(torch.get_num_threads()).isEqualTo(threads);
            assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(threads);
        } finally {
            NativeRuntime.setThreads(before);
            NativeRuntime.load();
        }
    }
}
