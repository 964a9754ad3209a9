package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorRowsTest {
    private static final Path FOLDER = Path.of("model");
    private static final int WIDTH = 700;

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "BF16"})
    void readsStackedRowsInAnyOrder(DType type) {
        TensorRows rows = new TensorRows(
                FOLDER, List.of(tensor("a", type, 50, WIDTH, 0, false), tensor("b", type, 3, WIDTH, 50, false)));
        assertThat(rows.rows()).isEqualTo(53);
        assertThat(rows.width()).isEqualTo(WIDTH);
        TensorRows.Reader reader = rows.reader();
        float[] row = new float[WIDTH];
        for (int i : new int[] {0, 1, 49, 50, 51, 2, 52, 49, 0}) {
            reader.read(i, row);
            for (int k = 0; k < WIDTH; k++) {
                assertThat(row[k]).isEqualTo(number(i, k));
            }
        }
    }

    @Test
    void readsVectors() {
        TensorRows rows = new TensorRows(
                FOLDER, List.of(tensor("a", DType.BF16, 3, 0, 0, false), tensor("b", DType.F32, 2, 0, 3, false)));
        assertThat(rows.all()).containsExactly(number(0, 0), number(1, 0), number(2, 0), number(3, 0), number(4, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "BF16"})
    void refusesWhatIsNotFinite(DType type) {
        TensorRows rows = new TensorRows(
                FOLDER, List.of(tensor("a", type, 2, WIDTH, 0, false), tensor("b", type, 2, WIDTH, 2, true)));
        float[] row = new float[WIDTH];
        rows.reader().read(2, row);
        assertThatThrownBy(() -> rows.reader().read(3, row))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model: the tensor b holds NaN or infinite numbers");
    }

    /** What all three formats hold exactly. */
    private static float number(int row, int k) {
        return (row * 31 + k) % 255 - 127;
    }

    /** @param broken whether the last number is infinite */
    private static TensorData tensor(String name, DType type, int rows, int width, int firstRow, boolean broken) {
        int count = rows * Math.max(1, width);
        ByteBuffer bytes = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            float value = broken && i == count - 1
                    ? Float.POSITIVE_INFINITY
                    : number(firstRow + i / Math.max(1, width), i % Math.max(1, width));
            switch (type) {
                case F32 -> bytes.putFloat(value);
                case F16 -> bytes.putShort(HalfFloats.toF16(value));
                default -> bytes.putShort(HalfFloats.toBf16(value));
            }
        }
        long[] shape = width == 0 ? new long[] {rows} : new long[] {rows, width};
        return new Memory(name, type, shape, bytes.array());
    }

    private record Memory(String name, DType dtype, long[] shape, byte[] bytes) implements TensorData {
        @Override
        public long byteSize() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(bytes, (int) offset, into.remaining());
        }
    }
}
