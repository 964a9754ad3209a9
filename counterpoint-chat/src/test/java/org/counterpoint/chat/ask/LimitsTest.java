package org.counterpoint.chat.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.counterpoint.chat.ChatException;
import org.counterpoint.chat.ChatReply;
import org.counterpoint.data.InputException;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final ChatException BUSY = new ChatException("http_503", "HTTP 503", true, null);
    private static final ChatException GONE = new ChatException(ChatException.UNREACHABLE, "gone", true, null);
    private static final ChatException DENIED = new ChatException("http_401", "HTTP 401: no", false, null);

    @Test
    void requestsAreSpreadOverTheMinute() {
        Pace pace = new Pace(limits(30, 0), 5);
        assertThat(pace.take(1, 5)).isZero();
        assertThat(pace.take(1, 5)).isEqualTo(2 * SECOND);
        assertThat(pace.take(1, 5)).isEqualTo(4 * SECOND);
        assertThat(pace.take(1, 5 + 60 * SECOND)).isZero();
        assertThat(pace.take(1, 5 + 60 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void tokensAreSpreadAndWhatWasNotUsedIsGivenBack() {
        Pace pace = new Pace(limits(0, 600), 0);
        assertThat(pace.take(100, 0)).isZero();
        assertThat(pace.take(50, 0)).isEqualTo(10 * SECOND);
        pace.giveBack(90);
        assertThat(pace.take(1, 0)).isEqualTo(6 * SECOND);
    }

    @Test
    void aPauseHoldsForEverybody() {
        Pace pace = new Pace(limits(0, 0), 0);
        assertThat(pace.take(1, 0)).isZero();
        pace.pause(Duration.ofSeconds(7), 0);
        pace.pause(Duration.ofSeconds(3), 0);
        assertThat(pace.take(1, SECOND)).isEqualTo(6 * SECOND);
        assertThat(pace.pauseLeft(2 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(pace.pauseLeft(9 * SECOND)).isZero();
    }

    @Test
    void backoffDoublesUpToItsLimitAndIsSpread() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(3));
        for (int i = 0; i < 50; i++) {
            assertThat(backoff.after(1).toMillis()).isBetween(250L, 500L);
            assertThat(backoff.after(3).toMillis()).isBetween(1000L, 2000L);
            assertThat(backoff.after(1000).toMillis()).isBetween(15_000L, 30_000L);
        }
        assertThat(backoff.after(2)).isNotEqualTo(backoff.after(2));
    }

    @Test
    void manyQuestionsThatFailMeanThatTheServerIsDown() {
        ServerHealth health = new ServerHealth(Duration.ofSeconds(60));
        for (int i = 0; i < 20; i++) {
            assertThat(health.failed("same", BUSY, i)).isNull();
        }
        assertThat(health.isDown()).as("one question that fails always").isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(health.failed("q" + i, BUSY, SECOND)).isNull();
        }
        assertThat(health.isDown()).isTrue();
        assertThat(health.failed("same", BUSY, 61 * SECOND)).isEqualTo("the server has been down for 61 s: HTTP 503");
        health.answered();
        assertThat(health.isDown()).isFalse();
        assertThat(health.failed("same", BUSY, 130 * SECOND)).isNull();
    }

    @Test
    void whoCannotBeReachedIsDownAtOnceAndNotWaitedForAtTheStart() {
        ServerHealth health = new ServerHealth(Duration.ofSeconds(60));
        assertThat(health.failed("a", GONE, 0)).isNull();
        assertThat(health.isDown()).isTrue();
        assertThat(health.failed("a", GONE, 11 * SECOND)).isEqualTo("the server has been down for 11 s: gone");
        health.answered();
        assertThat(health.failed("a", GONE, 20 * SECOND)).isNull();
        assertThat(health.failed("a", GONE, 79 * SECOND)).isNull();
        assertThat(health.failed("a", GONE, 81 * SECOND)).isNotNull();
    }

    @Test
    void aServerThatRefusesEverybodyIsNotAskedOn() {
        ServerHealth health = new ServerHealth(Duration.ofSeconds(60));
        for (int i = 0; i < 4; i++) {
            assertThat(health.refused(DENIED)).isNull();
        }
        assertThat(health.refused(DENIED)).isEqualTo("the server refused the first 5 questions: HTTP 401: no");
        health.answered();
        for (int i = 0; i < 9; i++) {
            assertThat(health.refused(DENIED)).isNull();
        }
    }

    @Test
    void costComesFromBothPrices() {
        Budget budget = new Budget(0, 1, 2, 10);
        assertThat(budget.cost(new ChatReply.Usage(100_000, 20_000))).isEqualTo(0.4);
        assertThat(budget.allows(new ChatReply.Usage(100_000, 80_000))).isTrue();
        assertThat(budget.allows(new ChatReply.Usage(100_000, 80_001))).isFalse();
        assertThat(Budget.NONE.cost(new ChatReply.Usage(1, 1))).isNaN();
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Budget(0, 5, Double.NaN, Double.NaN))
                .isInstanceOf(InputException.class)
                .hasMessage("a budget in money needs the prices of a million tokens in and out");
        assertThatThrownBy(() -> new Budget(0, 0, 1, Double.NaN)).hasMessageContaining("one of the two prices");
        assertThatThrownBy(() -> new Limits(0, 1, 0, 0, Duration.ZERO)).hasMessageContaining("concurrency of 0");
    }

    private static Limits limits(long requests, long tokens) {
        return new Limits(4, 3, requests, tokens, Duration.ofSeconds(60));
    }
}
