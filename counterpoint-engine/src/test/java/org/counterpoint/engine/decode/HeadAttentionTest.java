package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.counterpoint.engine.vector.HalfRounding;
import org.counterpoint.engine.vector.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention of several queries against the formula written out, and against each query alone. */
class HeadAttentionTest {
    private static final int HEADS = 2;
    private static final int COLUMNS = 301;

    @BeforeEach
    void vectors() {
        assumeThat(Vectors.available())
                .as("no vectors of 256 bits or more here")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1,8,0,false",
        "2,8,5,false",
        "3,16,0,false",
        "4,40,40,false",
        "5,64,1,false",
        "7,48,100,false",
        "12,64,0,false",
        "1,8,0,true",
        "2,6,5,true",
        "4,40,40,true",
        "7,48,100,true",
        "12,64,0,true",
        "2,7,0,true"
    })
    void equalsTheFormulaAndEachQueryAlone(int count, int headDim, int window, boolean bf16) {
        Random random = new Random(count);
        boolean rounds = bf16 && headDim % 2 == 0;
        float[] keys = numbers(random, COLUMNS * HEADS * headDim, rounds);
        float[] values = numbers(random, COLUMNS * HEADS * headDim, rounds);
        float[] queries = numbers(random, count * headDim, false);
        KeyValues cache = cache(headDim, bf16, keys, values);
        int[] lengths = new int[count];
        Arrays.setAll(lengths, q -> COLUMNS - 17 * q);
        int[] firsts =
                Arrays.stream(lengths).map(l -> window == 0 ? 0 : l - window).toArray();
        int width = cache.width();
        for (int head = 0; head < HEADS; head++) {
            int fours = (count + 3) / 4 * 4;
            float[] together = new float[fours * width];
            new HeadAttention(headDim, 1 / Math.sqrt(headDim), 0)
                    .attend(Arrays.copyOf(queries, fours * headDim), count, firsts, lengths, cache, head, together);
            for (int q = 0; q < count; q++) {
                float[] alone = new float[width];
                float[] query = Arrays.copyOfRange(queries, q * headDim, (q + 1) * headDim);
                int[] first = {firsts[q]};
                int[] length = {lengths[q]};
                new HeadAttention(headDim, 1 / Math.sqrt(headDim), 0)
                        .attend(query, 1, first, length, cache, head, alone);
                assertThat(Arrays.copyOfRange(together, q * width, q * width + headDim))
                        .containsExactly(Arrays.copyOf(alone, headDim))
                        .containsExactly(
                                formula(query, keys, values, head, firsts[q], lengths[q]), Offset.offset(1e-5f));
            }
        }
    }

    /** A cache that has grown and been copied on its way. */
    private static KeyValues cache(int headDim, boolean bf16, float[] keys, float[] values) {
        KeyValues cache = new KeyValues(HEADS, headDim, bf16);
        for (int column = 0; column < COLUMNS; column++) {
            cache.grow(1);
            for (int head = 0; head < HEADS; head++) {
                int at = (column * HEADS + head) * headDim;
                cache.put(column, head, Arrays.copyOfRange(keys, at, at + headDim), values, at);
            }
            if (column == 99) {
                KeyValues longer = cache;
                longer.grow(1);
                cache = longer.copyOfFirst(100);
            }
        }
        return cache;
    }

    private static float[] formula(float[] query, float[] keys, float[] values, int head, int first, int length) {
        int headDim = query.length;
        double[] weights = new double[length];
        double sum = 0;
        for (int column = first; column < length; column++) {
            double score = 0;
            for (int d = 0; d < headDim; d++) {
                score += (double) query[d] * keys[(column * HEADS + head) * headDim + d];
            }
            weights[column] = Math.exp(score / Math.sqrt(headDim));
            sum += weights[column];
        }
        float[] out = new float[headDim];
        for (int d = 0; d < headDim; d++) {
            double value = 0;
            for (int column = first; column < length; column++) {
                value += weights[column] / sum * values[(column * HEADS + head) * headDim + d];
            }
            out[d] = (float) value;
        }
        return out;
    }

    /** @param rounded to what bf16 holds exactly */
    private static float[] numbers(Random random, int count, boolean rounded) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            float number = (float) random.nextGaussian();
            numbers[i] = rounded ? HalfRounding.first(HalfRounding.both(number, 0)) : number;
        }
        return numbers;
    }
}
