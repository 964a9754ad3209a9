package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.counterpoint.engine.vector.Vectors;
import org.counterpoint.engine.weights.WholeRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products with whole numbers and scales are those with the fp32 numbers that they stand for, to the bit. */
class WholeMatrixTest {
    private static final int INPUTS = 96;
    private static final int OUTPUTS = 202;

    @BeforeEach
    void vectors() {
        assumeThat(Vectors.available())
                .as("no vectors of 256 bits or more here")
                .isTrue();
    }

    /** Random rows, the same each time. */
    private record Rows(int bits, int scaleEvery, boolean hasOffsets) implements WholeRows {
        @Override
        public int rows() {
            return OUTPUTS;
        }

        @Override
        public int width() {
            return INPUTS;
        }

        @Override
        public Reader reader() {
            return (row, numbers, scales, offsets) -> {
                Random random = new Random(row);
                int least = hasOffsets && bits == 4 ? 0 : -(1 << bits - 1);
                for (int k = 0; k < INPUTS; k++) {
                    numbers[k] = (byte) (least + random.nextInt(1 << bits));
                }
                for (int i = 0; i < scales.length; i++) {
                    scales[i] = random.nextFloat() - 0.5f;
                    offsets[i] = hasOffsets ? random.nextFloat() - 0.5f : 0;
                }
            };
        }

        /** The same as fp32. */
        Supplier<MatrixPacker.Source> wide() {
            return () -> (output, into) -> {
                byte[] numbers = new byte[INPUTS];
                float[] scales = new float[INPUTS / scaleEvery];
                float[] offsets = new float[scales.length];
                reader().read(output, numbers, scales, offsets);
                for (int k = 0; k < INPUTS; k++) {
                    float product = scales[k / scaleEvery] * numbers[k];
                    into[k] = hasOffsets ? product + offsets[k / scaleEvery] : product;
                }
            };
        }
    }

    @ParameterizedTest
    @CsvSource({"8,32,false", "8,16,false", "8,32,true", "4,32,false", "4,32,true"})
    void equalsThatOfTheNumbersToTheBit(int bits, int scaleEvery, boolean offsets) {
        Rows rows = new Rows(bits, scaleEvery, offsets);
        float[] bias = random(OUTPUTS, 1);
        try (Team team = new Team(2)) {
            MatrixPacker packer = new MatrixPacker(team, false);
            same(packer.plain(rows, bias), packer.plain(OUTPUTS, INPUTS, rows.wide(), bias));
            same(packer.gateUp(rows, bias), packer.gateUp(OUTPUTS / 2, INPUTS, rows.wide(), bias));
        }
    }

    private static void same(StoredMatrix whole, StoredMatrix wide) {
        assertThat(whole.tiles()).isEqualTo(wide.tiles());
        int stride = wide.tiles() * Tiles.TILE;
        for (int count : new int[] {1, 3, 8, 11}) {
            float[] numbers = random(count * INPUTS, count);
            Operand x = Operand.of(count, List.of(whole, wide));
            for (int row = 0; row < count; row++) {
                x.put(row, 0, numbers, row * INPUTS, INPUTS);
            }
            float[] expected = new float[Tiles.wholeBlocks(count) * stride];
            float[] actual = new float[expected.length];
            wide.multiply(x, count, 0, wide.tiles(), expected, stride);
            whole.multiply(x, count, 0, 3, actual, stride);
            whole.multiply(x, count, 3, whole.tiles(), actual, stride);
            assertThat(Arrays.copyOf(actual, count * stride)).containsExactly(Arrays.copyOf(expected, count * stride));
        }
        float[] expected = new float[INPUTS];
        float[] actual = new float[INPUTS];
        for (int output = 0; output < OUTPUTS; output += 7) {
            wide.copyOutput(output, expected, 0);
            whole.copyOutput(output, actual, 0);
            assertThat(actual).containsExactly(expected);
        }
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
