package org.counterpoint.serve.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

    @Test
    void leavesOutPlacesWithoutANumber() {
        Curve curve = Curve.of(new double[] {1, 2, Double.NaN, 4}, new double[] {5, Double.NEGATIVE_INFINITY, 7, 8});
        assertThat(curve.x()).containsExactly(1, 4);
        assertThat(curve.y()).containsExactly(5, 8);
    }

    @Test
    void losesNoSpikeAndNoEndWhenItIsThinned() {
        double[] x = IntStream.range(0, 10_000).asDoubleStream().toArray();
        double[] y = DoubleStream.of(x).map(Math::sin).toArray();
        y[4321] = 99;
        y[8765] = -99;
        Curve thin = new Curve(x, y).thin(600);
        assertThat(thin.x().length)
                .isEqualTo(thin.y().length)
                .isLessThanOrEqualTo(600)
                .isGreaterThan(500);
        assertThat(thin.y()).contains(99, -99);
        assertThat(thin.x()).isSorted().startsWith(0).endsWith(9999);
        assertThat(new Curve(x, y).thin(10_000).x()).isSameAs(x);
    }

    @Test
    void smoothsWithoutBendingASlope() {
        double[] x = {1, 2, 3, 4, 5};
        Curve line = new Curve(x, new double[] {2, 4, 6, 8, 10}).smooth(0.8);
        assertThat(line.y()).containsExactly(new double[] {2, 4, 6, 8, 10}, within(1e-12));
        assertThat(new Curve(x, new double[] {0, 0, 5, 0, 0}).smooth(0.4).y())
                .containsExactly(new double[] {0, 5 / 3.0, 5 / 3.0, 5 / 3.0, 0}, within(1e-12));
    }
}
