package org.counterpoint.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldTest {

    @Test
    void everyInstructionIsAskedOnceAndNoMistakeIsRight() {
        List<Task> tasks = World.tasks();
        Set<String> instructions = new HashSet<>();
        for (Task task : tasks) {
            assertThat(instructions.add(task.instruction()))
                    .as(task.instruction())
                    .isTrue();
            assertThat(task.mistakes()).isNotEmpty().noneMatch(task::isRight);
            assertThat(task.isRight(task.answer())).isTrue();
        }
        assertThat(tasks).hasSize(820);
    }

    @Test
    void aTeacherErrsAsOftenAsItSays() {
        for (Teacher teacher : Teacher.ALL) {
            int wrong = 0;
            int asked = 0;
            for (int seed = 0; seed < 5; seed++) {
                for (Task task : World.tasks()) {
                    wrong += task.isRight(teacher.answer(task, seed)) ? 0 : 1;
                    asked++;
                }
            }
            assertThat((double) wrong / asked).isCloseTo(teacher.errorRate(), within(0.02));
        }
    }

    @Test
    void anAnswerIsAFunctionOfTheSeed() {
        Teacher novice = Teacher.ALL.get(2);
        Task task = World.tasks().get(3);
        assertThat(novice.answer(task, 1)).isEqualTo(novice.answer(task, 1));
        long differing = World.tasks().stream()
                .filter(t -> !novice.answer(t, 1).equals(novice.answer(t, 2)))
                .count();
        assertThat(differing).isGreaterThan(300);
    }

    @ParameterizedTest
    @CsvSource({"0,10,0.0,0.2775", "5,10,0.2366,0.7634", "10,10,0.7225,1.0", "81,263,0.2553,0.3662"})
    void theIntervalIsWilsons(int right, int total, double low, double high) {
        Interval interval = new Interval(right, total);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({"0,0,1.0", "5,5,1.0", "1,9,0.021484375", "9,1,0.021484375", "0,5,0.0625", "300,100,1e-20"})
    void theSignTestIsExact(int first, int second, double probability) {
        assertThat(new SignTest(first, second).probability()).isCloseTo(probability, within(1e-9));
    }
}
