package org.counterpoint.demo.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RubricTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WORD     | seven              | seven                         | 1    | right",
                "WORD     | seven              | ' seven. '                    | 1    | right",
                "WORD     | seven              | Seven.                        | 0.5  | right but for capitals",
                "WORD     | seven              | It is seven                   | 0.5  | has the right word, with"
                        + " others around it",
                "WORD     | seven              | six, seven or eight or nine or ten or two | 0 | not \"seven\"",
                "WORD     | seven              | seventeen                     | 0    | not \"seven\"",
                "WORD     | 34                 | 34 43                         | 0.5  | has the right word, with"
                        + " others around it",
                "WORD     | seven              | ''                            | 0    | empty",
                "WORD     | seven              | seven, and so on and so on    | 0.5  | has the right word, with"
                        + " others around it",
                "WORD     | seven              | .                             | 0    | empty",
                "LIST     | fig, pear, plum    | fig, pear, plum.              | 1    | right",
                "LIST     | fig, pear, plum    | fig, plum, pear               | 0.167 | 1 of 3 items in their place",
                "LIST     | fig, pear, plum    | fig pear plum                 | 0.5  | 3 of 3 items in their place",
                "LIST     | fig, pear, plum    | fig, pear                     | 0    | 2 items, not 3",
                "SENTENCE | The cook broke it  | The cook breaks it            | 0.375 | 3 of 4 words right",
                "SENTENCE | The cook broke it  | the cook broke it             | 0.5  | right but for capitals",
                "SENTENCE | The cook broke it  | The cook broke it broke it    | 0    | 6 words, not 4",
            })
    void gradesSayHowRightAnAnswerIsAndWhy(Rubric rubric, String expected, String given, double score, String reason) {
        Grade grade = rubric.grade(expected, given);
        assertThat(grade.score()).isCloseTo(score, within(1e-3));
        assertThat(grade.reason()).isEqualTo(reason);
    }
}
