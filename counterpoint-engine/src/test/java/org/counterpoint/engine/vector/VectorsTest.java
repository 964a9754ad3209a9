package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;

/** How wide vectors are, in this process and by what it was told. */
class VectorsTest {

    @Test
    void theirWidthIsTheProcessorsOrAsAsked() {
        assumeThat(Vectors.available()).isTrue();
        int asked = Vectors.bits(System.getProperty(Vectors.PROPERTY, ""));
        assertThat(Lanes.SPECIES.vectorBitSize()).isEqualTo(asked == 0 ? 32 * Lanes.COUNT : asked);
        assertThat(Vectors.bits(" 128 ")).isEqualTo(128);
        assertThatThrownBy(() -> Vectors.bits("64"))
                .isInstanceOf(ModelException.class)
                .hasMessage("-Dcounterpoint.vector_bits=64 is no width of vectors: give 128, 256 or 512");
    }

    @Test
    void vectorsOf128BitsServeWhereTheyMultiplyAndAddAtOnce() {
        assertThat(Vectors.serve(128, "aarch64")).isTrue();
        assertThat(Vectors.serve(128, "amd64")).isFalse();
        assertThat(Vectors.serve(256, "amd64")).isTrue();
        assertThat(Vectors.serve(64, "aarch64")).isFalse();
    }
}
