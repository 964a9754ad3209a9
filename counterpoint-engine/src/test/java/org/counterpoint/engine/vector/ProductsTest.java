package org.counterpoint.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import org.counterpoint.engine.vector.Products.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    /** Rows of four and of eight, one vector of columns and two, of which a pair. */
    @ParameterizedTest
    @CsvSource({"4, 5, 1", "8, 1, 2", "12, 7, 3", "20, 64, 4"})
    void addsTheProduct(int rows, int depth, int vectors) {
        assumeThat(Vectors.available()).isTrue();
        int columns = vectors * Lanes.COUNT;
        Random random = new Random(3);
        float[] a = numbers(random, 2 + rows * (depth + 3));
        float[] b = numbers(random, 5 + depth * (columns + 1));
        float[] c = numbers(random, 1 + rows * (columns + 2));
        float[] sum = c.clone();
        Products.add(
                Place.rows(a, 2, depth + 3),
                Place.rows(b, 5, columns + 1),
                Place.rows(sum, 1, columns + 2),
                rows,
                depth,
                columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < depth; k++) {
                    c[1 + i * (columns + 2) + j] += a[2 + i * (depth + 3) + k] * b[5 + k * (columns + 1) + j];
                }
            }
        }
        assertThat(sum).containsExactly(c);
    }

    @ParameterizedTest
    @CsvSource({"4, 5, 1", "16, 7, 2"})
    void takesTheFirstTheOtherWayRound(int rows, int depth, int vectors) {
        assumeThat(Vectors.available()).isTrue();
        int columns = vectors * Lanes.COUNT;
        Random random = new Random(4);
        float[] a = numbers(random, depth * rows);
        float[] b = numbers(random, depth * columns);
        float[] plain = new float[rows * depth];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < depth; k++) {
                plain[i * depth + k] = a[k * rows + i];
            }
        }
        float[] expected = new float[rows * columns];
        Place rowsOfB = Place.rows(b, 0, columns);
        Products.add(Place.rows(plain, 0, depth), rowsOfB, Place.rows(expected, 0, columns), rows, depth, columns);
        float[] actual = new float[rows * columns];
        Products.add(
                Place.rows(a, 0, rows).transposed(), rowsOfB, Place.rows(actual, 0, columns), rows, depth, columns);
        assertThat(actual).containsExactly(expected);
    }

    /** Whole numbers, whose sums are exact in any order. */
    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextInt(17) - 8;
        }
        return numbers;
    }
}
