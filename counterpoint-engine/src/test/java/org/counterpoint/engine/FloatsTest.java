package org.counterpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.counterpoint.engine.model.NativeRuntime;
import org.junit.jupiter.api.Test;

/** Numbers outside the heap: views of them, what is done with them, and that they are free again. */
class FloatsTest {

    @Test
    void aViewIsNoCopy() {
        NativeRuntime.load();
        try (Floats all = Floats.zeros(5);
                Floats middle = all.part(1, 3);
                Floats others = Floats.zeros(3)) {
            assertThat(middle.count()).isEqualTo(3);
            others.buffer().put(0, new float[] {1, 2, 3});
            middle.take(others);
            middle.add(others);
            assertThat(numbers(all)).containsExactly(0, 2, 4, 6, 0);
            middle.buffer().put(0, 9);
            assertThat(numbers(all)).containsExactly(0, 9, 4, 6, 0);
            middle.clear();
            assertThat(numbers(all)).containsOnly(0);
            assertThat(numbers(others)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatIsClosedIsGone() {
        NativeRuntime.load();
        long before = NativeRuntime.liveObjects();
        for (int i = 0; i < 100; i++) {
            try (Floats all = Floats.zeros(8);
                    Floats part = all.part(2, 4)) {
                part.add(part);
                part.clear();
            }
        }
        assertThat(NativeRuntime.liveObjects()).isLessThan(before + 100);
    }

    private static float[] numbers(Floats floats) {
        float[] numbers = new float[floats.count()];
        floats.buffer().get(0, numbers);
        return numbers;
    }
}
