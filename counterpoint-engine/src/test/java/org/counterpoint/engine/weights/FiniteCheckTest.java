package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiniteCheckTest {

    /** Largest finite numbers, and infinity or NaN among them at each place. */
    @ParameterizedTest
    @CsvSource({
        "F32, ff7fffff, 7f800000",
        "F32, 7f7fffff, ffc00000",
        "BF16, ff7f, 7f80",
        "BF16, 7f7f, ffc0",
        "F16, fbff, 7c00",
        "F16, 7bff, fe00"
    })
    void namesTheFirst(DType dtype, String finite, String broken) {
        for (int count : new int[] {1, 2, 7, 8}) {
            assertThat(firstOf(dtype, count, finite, broken, count)).isEqualTo(-1);
            for (int bad = 0; bad < count; bad++) {
                assertThat(firstOf(dtype, count, finite, broken, bad)).isEqualTo(bad);
            }
        }
    }

    private static int firstOf(DType dtype, int count, String finite, String broken, int from) {
        ByteBuffer piece = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int bits = Integer.parseUnsignedInt(i >= from ? broken : finite, 16);
            if (dtype.bytes() == Integer.BYTES) {
                piece.putInt(bits);
            } else {
                piece.putShort((short) bits);
            }
        }
        return FiniteCheck.firstNotFinite(piece.flip(), dtype, new int[count]);
    }
}
