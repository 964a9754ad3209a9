package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvertedTensorTest {
    /** More than are converted at once. */
    private static final int COUNT = 150_001;

    private static TensorSource numbers(float... values) {
        return new TensorSource("layer.weight", DType.F32, new long[] {values.length}, (offset, into) -> {
            for (int i = (int) (offset / Float.BYTES); into.hasRemaining(); i++) {
                into.putFloat(values[i]);
            }
        });
    }

    private static float[] many() {
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = (float) Math.sin(i) * 3;
        }
        return values;
    }

    /** In pieces of odd sizes, as a writer may ask for them. */
    private static ByteBuffer bytes(TensorSource tensor, int piece) {
        ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        int step = piece * tensor.dtype().bytes();
        for (int at = 0; at < all.capacity(); at += step) {
            all.limit(Math.min(all.capacity(), at + step)).position(at);
            tensor.body().fill(at, all);
        }
        return all.rewind();
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "BF16", "F16"})
    void numbersAreRoundedToTheTypeAndBackExactly(DType dtype) {
        float[] values = many();
        TensorSource converted = numbers(values).as(dtype);
        assertThat(converted.dtype()).isEqualTo(dtype);
        assertThat(converted.byteSize()).isEqualTo((long) COUNT * dtype.bytes());
        ByteBuffer written = bytes(converted, 70_001);
        ByteBuffer back = bytes(converted.as(DType.F32), 1009);
        for (float value : values) {
            float expected =
                    switch (dtype) {
                        case BF16 -> Float.intBitsToFloat(HalfFloats.toBf16(value) << Short.SIZE);
                        case F16 -> HalfFloats.fromF16(HalfFloats.toF16(value));
                        default -> value;
                    };
            assertThat(back.getFloat()).isEqualTo(expected);
            switch (dtype) {
                case BF16 -> assertThat(written.getShort()).isEqualTo(HalfFloats.toBf16(value));
                case F16 -> assertThat(written.getShort()).isEqualTo(HalfFloats.toF16(value));
                default -> assertThat(written.getFloat()).isEqualTo(value);
            }
        }
    }

    @Test
    void numbersThatTheTypeDoesNotHoldAreNamed() {
        assertThatThrownBy(() -> bytes(numbers(1, 70_000).as(DType.F16), 2))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "a weight of layer.weight is 70000.0, too large for fp16\n  store the model as bf16 or fp32");
        assertThatThrownBy(() -> bytes(numbers(1, Float.MAX_VALUE).as(DType.BF16), 2))
                .hasMessageContaining("too large for bf16\n  store the model as fp32");
        assertThatThrownBy(() -> bytes(numbers(1, Float.NaN).as(DType.BF16), 2))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the tensor layer.weight holds NaN or infinite numbers");
    }
}
