package org.counterpoint.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.scope.TensorScope;
import org.counterpoint.engine.weights.DType;
import org.counterpoint.engine.weights.DequantisedTensor;
import org.counterpoint.engine.weights.SafetensorsFile;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.TensorRows;
import org.counterpoint.engine.weights.quant.BlockScales;
import org.counterpoint.engine.weights.quant.DynamicMap;
import org.counterpoint.engine.weights.quant.Int8Matrix;
import org.counterpoint.engine.weights.quant.Nf4Matrix;
import org.counterpoint.engine.weights.quant.QuantisedMatrix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantised matrices against bitsandbytes', bit for bit; see src/test/golden/quantised.py. */
class QuantiserTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/quantised/matrices.safetensors");
    private static SafetensorsFile golden;

    @BeforeAll
    static void open() {
        NativeRuntime.load();
        golden = SafetensorsFile.open(GOLDEN);
    }

    @AfterAll
    static void close() {
        golden.close();
    }

    private static TensorData tensor(String name) {
        return Objects.requireNonNull(golden.tensors().get(name), name);
    }

    private static byte[] bytes(TensorData tensor) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.read(0, bytes);
        return bytes.array();
    }

    private static byte[] bytes(String name) {
        return bytes(tensor(name));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] all = new byte[buffer.limit()];
        buffer.get(0, all);
        return all;
    }

    private static float[] floats(String name) {
        FloatBuffer all =
                ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] values = new float[all.limit()];
        all.get(values);
        return values;
    }

    private static QuantisedWeight quantised(String name, BaseWeights kind) {
        return Quantiser.quantise(TensorRows.of(List.of(tensor(name))), kind, Device.cpu());
    }

    private static QuantisedMatrix matrix(QuantisedWeight weight) {
        return ((DequantisedTensor) weight.data(new Weight.Part("w", 0, weight.rows()))).matrix();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ragged", "odd", "half", "ties", "many", "alike"})
    void nf4IsBitsandbytesBitForBit(String name) {
        try (QuantisedWeight weight = quantised(name, BaseWeights.NF4)) {
            Nf4Matrix matrix = (Nf4Matrix) matrix(weight);
            assertThat(bytes(matrix.codes())).isEqualTo(bytes(name + ".nf4.codes"));
            float[] scales = new float[matrix.scales().blocks()];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = matrix.scales().of(i);
            }
            assertThat(scales).containsExactly(floats(name + ".nf4.absmax"));
            assertThat(bytes(weight.data(new Weight.Part("w", 0, weight.rows()))))
                    .isEqualTo(bytes(name + ".nf4.bfloat16"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ragged", "odd", "half", "ties", "many", "alike"})
    void nf4WithDoubleQuantisationIsBitsandbytesBitForBit(String name) {
        try (QuantisedWeight weight = quantised(name, BaseWeights.NF4_DOUBLE)) {
            Nf4Matrix matrix = (Nf4Matrix) matrix(weight);
            BlockScales.Nested scales = (BlockScales.Nested) matrix.scales();
            assertThat(bytes(matrix.codes())).isEqualTo(bytes(name + ".nf4-double.codes"));
            assertThat(scales.offset()).isEqualTo(floats(name + ".nf4-double.offset")[0]);
            assertThat(scales.outer()).containsExactly(floats(name + ".nf4-double.outer"));
            assertThat(bytes(scales.quantised())).isEqualTo(bytes(name + ".nf4-double.absmax"));
            assertThat(bytes(weight.data(new Weight.Part("w", 0, weight.rows()))))
                    .isEqualTo(bytes(name + ".nf4-double.bfloat16"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ragged, F16, float16",
        "ragged, F32, float32",
        "odd, F16, float16",
        "odd, F32, float32",
    })
    void numbersOfOtherTypesAreBitsandbytesToo(String name, DType dtype, String torchName) {
        try (QuantisedWeight weight = quantised(name, BaseWeights.NF4_DOUBLE)) {
            Nf4Matrix made = (Nf4Matrix) matrix(weight);
            Nf4Matrix typed = new Nf4Matrix(
                    made.rows(), made.columns(), made.codes(), made.scales(), made.code(), made.block(), dtype);
            assertThat(bytes(new DequantisedTensor("w", typed))).isEqualTo(bytes(name + ".nf4-double." + torchName));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ragged", "odd", "half", "ties", "many", "alike"})
    void int8IsByRowAndHalfToEven(String name) {
        try (QuantisedWeight weight = quantised(name, BaseWeights.INT8)) {
            assertThat(bytes(((Int8Matrix) matrix(weight)).numbers())).isEqualTo(bytes(name + ".int8.codes"));
            assertThat(bytes(weight.data(new Weight.Part("w", 0, weight.rows()))))
                    .isEqualTo(bytes(name + ".int8.bfloat16"));
        }
    }

    @Test
    void halvesBetweenNumbersGoToTheEvenOne() {
        float[] row = {127, 0.5f, 1.5f, -2.5f, -126.5f, 3.4f};
        ByteBuffer numbers = ByteBuffer.allocate(row.length);
        FloatBuffer scales = FloatBuffer.allocate(1);
        Int8Matrix.quantise(row, 0, numbers, scales);
        assertThat(scales.get(0)).isEqualTo(1);
        assertThat(numbers.array()).containsExactly(127, 0, 2, -2, -126, 3);
    }

    @Test
    void theDynamicTypeIsBitsandbytes() {
        assertThat(DynamicMap.codes()).containsExactly(floats("dynamic"));
    }

    /** Whichever way it is read: whole by several threads, from any place, and looked up by row. */
    @ParameterizedTest
    @CsvSource({"odd, NF4", "odd, INT8", "many, NF4_DOUBLE", "many, INT8"})
    void everyWayOfReadingGivesTheSameNumbers(String name, BaseWeights kind) {
        try (QuantisedWeight weight = quantised(name, kind);
                TensorScope scope = new TensorScope()) {
            byte[] whole = bytes(weight.data(new Weight.Part("w", 0, weight.rows())));
            byte[] made = new byte[whole.length];
            NativeBytes.piece(weight.bf16(), 0, whole.length).get(made);
            assertThat(made).isEqualTo(whole);
            for (int from : new int[] {1, 12, 63, 64}) {
                ByteBuffer rest = ByteBuffer.allocate(whole.length - 2 * from).order(ByteOrder.LITTLE_ENDIAN);
                weight.data(new Weight.Part("w", 0, weight.rows())).read(2L * from, rest);
                assertThat(rest.array()).isEqualTo(Arrays.copyOfRange(whole, 2 * from, whole.length));
            }
            float[] rows = Tensors.toFloats(weight.lookup(Tensors.indices(new int[] {4, 1, 4})));
            float[] all = TensorRows.of(List.of(weight.data(new Weight.Part("w", 0, weight.rows()))))
                    .all();
            int width = (int) weight.columns();
            assertThat(Arrays.copyOfRange(rows, 0, width)).isEqualTo(Arrays.copyOfRange(all, 4 * width, 5 * width));
            assertThat(Arrays.copyOfRange(rows, width, 2 * width)).isEqualTo(Arrays.copyOfRange(all, width, 2 * width));
        }
    }

    @Test
    void itTakesTheBitsThatItIsNamedFor() {
        double numbers = 130 * 256;
        assertThat(bits("many", BaseWeights.NF4)).isEqualTo(4.5);
        assertThat(bits("many", BaseWeights.INT8)).isEqualTo(8 + 32 * 130 / numbers);
        // One byte for 64 numbers, one scale for 256 of these, and 256 codes.
        assertThat(bits("many", BaseWeights.NF4_DOUBLE)).isEqualTo(4 + 8 / 64. + 32 * (3 + 256 + 1) / numbers);
    }

    private static double bits(String name, BaseWeights kind) {
        try (QuantisedWeight weight = quantised(name, kind)) {
            return 8.
                    * weight.data(new Weight.Part("w", 0, weight.rows())).storedBytes()
                    / (weight.rows() * weight.columns());
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        TensorData bad = new TensorData() {
            @Override
            public String name() {
                return "w";
            }

            @Override
            public DType dtype() {
                return DType.F32;
            }

            @Override
            public long[] shape() {
                return new long[] {300, 64};
            }

            @Override
            public long byteSize() {
                return 4L * 300 * 64;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                while (into.hasRemaining()) {
                    into.putFloat(Float.NaN);
                }
            }
        };
        for (BaseWeights kind : List.of(BaseWeights.INT8, BaseWeights.NF4)) {
            assertThatThrownBy(() -> Quantiser.quantise(TensorRows.of(List.of(bad)), kind, Device.cpu()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("the tensor w holds NaN or infinite numbers");
        }
    }
}
