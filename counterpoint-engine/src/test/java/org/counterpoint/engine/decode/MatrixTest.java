package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.counterpoint.engine.machine.KernelChoice;
import org.counterpoint.engine.machine.Processor;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The products of a decoding step against sums written out. */
class MatrixTest {
    private static final int INPUTS = 37;
    private static final int OUTPUTS = 203;
    private static final int MANY = 70;

    /** Where a matrix is, and what multiplies. */
    private enum Kind {
        FP32(false, false),
        BF16(true, false),
        NATIVE_FP32(false, true),
        NATIVE_BF16(true, true);

        private final boolean bf16;
        private final boolean inLibrary;

        Kind(boolean bf16, boolean inLibrary) {
            this.bf16 = bf16;
            this.inLibrary = inLibrary;
        }

        MatrixPacker packer(Team team) {
            if (!inLibrary) {
                return new MatrixPacker(team, bf16);
            }
            return new MatrixPacker(team, bf16, Optional.of(NativeWeights.of(requireOneDnn(bf16))));
        }
    }

    /** Where the processor has vectors of 512 bits, or bf16 instructions, the library has to be there and to serve. */
    private static OneDnn requireOneDnn(boolean bf16) {
        Processor here = Processor.here();
        assumeThat((bf16 ? here.hasBf16() : here.hasWideVectors()) && !KernelChoice.isPlain())
                .as("not in this processor, or plain kernels were asked for")
                .isTrue();
        assertThat(OneDnn.able(bf16)).isPresent();
        return OneDnn.able(bf16).get();
    }

    @BeforeEach
    void vectors() {
        assumeThat(Vectors.available())
                .as("no vectors of 256 bits or more here")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1,FP32",
        "2,FP32",
        "4,FP32",
        "5,FP32",
        "8,FP32",
        "19,FP32",
        "1,BF16",
        "3,BF16",
        "8,BF16",
        "11,BF16",
        "1,NATIVE_FP32",
        "3,NATIVE_FP32",
        "8,NATIVE_FP32",
        "19,NATIVE_FP32",
        "1,NATIVE_BF16",
        "3,NATIVE_BF16",
        "8,NATIVE_BF16",
        "19,NATIVE_BF16"
    })
    void equalsSums(int rows, Kind kind) {
        float[] weights = coarse(OUTPUTS * INPUTS, 1);
        float[] bias = coarse(OUTPUTS, 2);
        float[] x = coarse(rows * INPUTS, 3);
        try (Team team = new Team(3)) {
            StoredMatrix matrix = kind.packer(team)
                    .plain(
                            OUTPUTS,
                            INPUTS,
                            () -> (o, into) -> System.arraycopy(weights, o * INPUTS, into, 0, INPUTS),
                            bias);
            Operand operand = operand(x, rows, matrix);
            int stride = matrix.tiles() * Tiles.TILE;
            float[] y = new float[Tiles.wholeBlocks(rows) * stride];
            int middle = matrix.tiles() / 2;
            matrix.multiply(operand, rows, 0, middle, y, stride);
            matrix.multiply(operand, rows, middle, matrix.tiles(), y, stride);
            for (int row = 0; row < rows; row++) {
                for (int o = 0; o < OUTPUTS; o++) {
                    double sum = bias[o];
                    for (int k = 0; k < INPUTS; k++) {
                        sum += (double) weights[o * INPUTS + k] * x[row * INPUTS + k];
                    }
                    assertThat((double) y[row * stride + o]).isCloseTo(sum, Offset.offset(1e-4));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowIsTheSameToTheBitWhateverItsNeighbours(Kind kind) {
        Random random = new Random(5);
        float[] weights = new float[OUTPUTS * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextFloat() - 0.5f;
        }
        float[] x = Arrays.copyOf(weights, 16 * INPUTS);
        try (Team team = new Team(1)) {
            StoredMatrix matrix = kind.packer(team)
                    .plain(
                            OUTPUTS,
                            INPUTS,
                            () -> (o, into) -> System.arraycopy(weights, o * INPUTS, into, 0, INPUTS),
                            new float[0]);
            int stride = matrix.tiles() * Tiles.TILE;
            float[] alone = new float[Tiles.wholeBlocks(1) * stride];
            matrix.multiply(operand(x, 1, matrix), 1, 0, matrix.tiles(), alone, stride);
            for (int rows : new int[] {2, 4, 7, 8, 13, 16}) {
                float[] together = new float[Tiles.wholeBlocks(rows) * stride];
                matrix.multiply(operand(x, rows, matrix), rows, 0, matrix.tiles(), together, stride);
                assertThat(Arrays.copyOf(together, stride)).containsExactly(Arrays.copyOf(alone, stride));
            }
        }
    }

    /** As many inputs as are summed in another order where there is one row only. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "NATIVE.*")
    void threadsThatMultiplyAtOnceGetWhatOneGetsAlone(Kind kind) {
        int inputs = 1536;
        float[] weights = coarse(OUTPUTS * inputs, 6);
        float[] x = coarse(MANY * inputs, 7);
        try (Team team = new Team(4);
                Team one = new Team(1)) {
            StoredMatrix matrix = kind.packer(team)
                    .plain(
                            OUTPUTS,
                            inputs,
                            () -> (o, into) -> System.arraycopy(weights, o * inputs, into, 0, inputs),
                            new float[0]);
            int stride = matrix.tiles() * Tiles.TILE;
            float[] alone = new float[MANY * stride];
            for (int row = 0; row < MANY; row++) {
                float[] y = new float[Tiles.BLOCK * stride];
                Operand operand = operand(Arrays.copyOfRange(x, row * inputs, (row + 1) * inputs), 1, matrix);
                one.run(member -> matrix.multiply(operand, 1, 0, matrix.tiles(), y, stride));
                System.arraycopy(y, 0, alone, row * stride, stride);
            }
            for (int rows = 2; rows <= MANY; rows++) {
                int count = rows;
                Operand operand = operand(x, rows, matrix);
                float[][] y = new float[team.size()][Tiles.wholeBlocks(rows) * stride];
                team.run(member -> matrix.multiply(operand, count, 0, matrix.tiles(), y[member], stride));
                for (float[] own : y) {
                    assertThat(Arrays.copyOf(own, rows * stride))
                            .as("%d rows", rows)
                            .containsExactly(Arrays.copyOf(alone, rows * stride));
                }
            }
        }
    }

    @Test
    void weightsThatWereGivenBackAreNotRead() {
        NativeWeights memory = NativeWeights.of(requireOneDnn(true));
        try (Team team = new Team(1)) {
            StoredMatrix matrix = new MatrixPacker(team, true, Optional.of(memory))
                    .plain(3, 3, () -> (o, into) -> Arrays.fill(into, 0, 3, o + 1), new float[0]);
            Operand x = operand(new float[] {1, 2, 3}, 1, matrix);
            float[] y = new float[Tiles.BLOCK * Tiles.TILE];
            memory.hold();
            memory.release();
            matrix.multiply(x, 1, 0, 1, y, Tiles.TILE);
            assertThat(y).startsWith(6, 12, 18);
            memory.release();
            assertThatThrownBy(() -> matrix.multiply(x, 1, 0, 1, y, Tiles.TILE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void gateAndUpShareTiles() {
        int outputs = Tiles.LANES + 3;
        try (Team team = new Team(2)) {
            StoredMatrix matrix =
                    new MatrixPacker(team, false).gateUp(outputs, 1, () -> (o, into) -> into[0] = o, new float[0]);
            float[] y = new float[Tiles.BLOCK * 2 * Tiles.TILE];
            Operand x = Operand.of(1, List.of(matrix));
            x.put(0, 0, new float[] {1}, 0, 1);
            matrix.multiply(x, 1, 0, matrix.tiles(), y, 2 * Tiles.TILE);
            assertThat(matrix.tiles()).isEqualTo(2);
            assertThat(y[1]).isEqualTo(1);
            assertThat(y[Tiles.LANES + 1]).isEqualTo(outputs + 1);
            assertThat(y[Tiles.TILE + 2]).isEqualTo(Tiles.LANES + 2);
            assertThat(y[Tiles.TILE + Tiles.LANES + 2]).isEqualTo(outputs + Tiles.LANES + 2);
            assertThat(y[Tiles.TILE + 3]).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutputsWeightsComeBack(Kind kind) {
        float[] weights = coarse(OUTPUTS * INPUTS, 4);
        try (Team team = new Team(2)) {
            StoredMatrix matrix = kind.packer(team)
                    .plain(
                            OUTPUTS,
                            INPUTS,
                            () -> (o, into) -> System.arraycopy(weights, o * INPUTS, into, 0, INPUTS),
                            new float[0]);
            float[] back = new float[OUTPUTS * INPUTS];
            for (int output = 0; output < OUTPUTS; output++) {
                matrix.copyOutput(output, back, output * INPUTS);
            }
            assertThat(back).containsExactly(weights);
        }
    }

    private static Operand operand(float[] x, int rows, Matrix matrix) {
        Operand operand = Operand.of(rows, List.of(matrix));
        for (int row = 0; row < rows; row++) {
            operand.put(row, 0, x, row * matrix.inputs(), matrix.inputs());
        }
        return operand;
    }

    /** Numbers that bf16 holds exactly. */
    private static float[] coarse(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (random.nextInt(255) - 127) / 64f;
        }
        return numbers;
    }
}
