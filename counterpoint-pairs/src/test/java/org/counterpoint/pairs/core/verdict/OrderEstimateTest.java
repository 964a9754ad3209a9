package org.counterpoint.pairs.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Message;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Role;
import org.counterpoint.data.Verdict;
import org.junit.jupiter.api.Test;

class OrderEstimateTest {
    private final VerdictTable verdicts = new VerdictTable();

    @Test
    void modelsAreOrderedByWhatTheyWonAndTheCloseOnesAreNamed() {
        for (int i = 0; i < 200; i++) {
            verdict(i, "base", "good", i % 10 == 0 ? 1 : 2);
            verdict(i, "base", "best", i % 11 == 0 ? 1 : 2);
        }
        OrderEstimate estimate = OrderEstimate.of(verdicts);
        assertThat(estimate.models()).containsExactly("best", "good", "base");
        assertThat(estimate.prompts()).isEqualTo(200);
        assertThat(estimate.verdicts()).isEqualTo(400);
        assertThat(estimate.undecided()).singleElement().satisfies(pair -> assertThat(pair.words())
                .startsWith("best and good cannot be told apart: best is ahead by 0."));
        assertThat(estimate.undecidedAmong(Set.of("best", "base"))).isEmpty();
        assertThat(estimate.among(Set.of("base", "best"))).containsExactly("best", "base");
        assertThat(estimate.strengths().get("best"))
                .isGreaterThan(estimate.strengths().get("good"));
    }

    @Test
    void nothingComparedIsAnError() {
        assertThatThrownBy(() -> OrderEstimate.of(verdicts))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("give --order");
    }

    private void verdict(int prompt, String first, String second, double preference) {
        verdicts.add(
                new Verdict(
                        new Prompt.Chat(List.of(new Message(Role.USER, "q" + prompt))),
                        new Verdict.Side(first, "x"),
                        new Verdict.Side(second, "y"),
                        preference,
                        "",
                        new Origin("f", prompt)),
                entry -> {
                    throw new AssertionError(entry);
                });
    }
}
