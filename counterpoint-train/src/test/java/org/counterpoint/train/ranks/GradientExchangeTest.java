package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Floats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ranks exchange while their last passes go backward, and what becomes of all where one of them cannot. */
class GradientExchangeTest {
    /** Of a large piece, one that fits into a bucket, and some that fill more than one. */
    private static final List<List<Integer>> PARTS =
            List.of(List.of(70_000, 3), List.of(65_536, 65_536, 65_536, 65_536, 9), List.of(5));

    @TempDir
    Path logs;

    private Ranks open(RankPlan plan) throws Exception {
        return plan.open(new RankSettings(null, Duration.ofSeconds(20)), logs, 1);
    }

    @Test
    void allGradientsAreSummedAndAllResultsKnown() throws Exception {
        List<Future<String>> ranks = RankThreads.run(3, plan -> {
            try (Ranks all = open(plan);
                    Gradients gradients = new Gradients(plan.rank() + 1);
                    GradientExchange exchange = new GradientExchange(all, gradients)) {
                List<byte[]> results = exchange.during(() -> {
                    exchange.begin(new byte[] {(byte) (10 + plan.rank())});
                    // The last rank has nothing to compute.
                    for (int done = 0; plan.rank() < 2 && done < PARTS.size(); done++) {
                        exchange.partDone();
                    }
                });
                long before = all.traffic().bytes();
                assertThat(all.leading(7)).isEqualTo(7);
                assertThat(all.traffic().bytes()).isGreaterThan(before);
                return results.stream().map(Arrays::toString).toList() + "" + gradients.distinct();
            }
        });
        for (Future<String> rank : ranks) {
            // 1 + 2 + 3 times the number of the piece.
            assertThat(rank.get()).isEqualTo("[[10], [11], [12]][6.0, 12.0, 18.0, 24.0, 30.0, 36.0, 42.0, 48.0]");
        }
    }

    @Test
    void aRankThatFailsBeforeItGoesBackwardIsNamed() throws Exception {
        assertThat(failing(false)).containsExactly("rank 1: no number", "no number");
    }

    @Test
    void soIsOneThatFailsOnTheWay() throws Exception {
        assertThat(failing(true)).containsExactly("rank 1 failed: no number", "no number");
    }

    private List<String> failing(boolean onTheWay) throws Exception {
        List<Future<String>> ranks = RankThreads.run(2, plan -> {
            try (Ranks all = open(plan);
                    Gradients gradients = new Gradients(1)) {
                try (GradientExchange exchange = new GradientExchange(all, gradients)) {
                    exchange.during(() -> {
                        if (plan.rank() == 1 && !onTheWay) {
                            throw new InputException("no number");
                        }
                        exchange.begin(new byte[0]);
                        exchange.partDone();
                        if (plan.rank() == 1) {
                            throw new InputException("no number");
                        }
                    });
                    return "it went well";
                } catch (RuntimeException e) {
                    all.fail(String.valueOf(e.getMessage()));
                    return String.valueOf(e.getMessage());
                }
            }
        });
        List<String> said = new ArrayList<>();
        for (Future<String> rank : ranks) {
            said.add(rank.get());
        }
        return said;
    }

    /** Each piece full of its number, from 1, times a factor. */
    private static final class Gradients implements GradientsAlone, AutoCloseable {
        private final List<List<Floats>> parts = new ArrayList<>();

        Gradients(float factor) {
            int number = 1;
            for (List<Integer> sizes : PARTS) {
                List<Floats> pieces = new ArrayList<>();
                for (int size : sizes) {
                    Floats piece = Floats.zeros(size);
                    for (int i = 0; i < size; i++) {
                        piece.buffer().put(i, factor * number);
                    }
                    pieces.add(piece);
                    number++;
                }
                parts.add(pieces);
            }
        }

        List<Float> distinct() {
            List<Float> found = new ArrayList<>();
            gradients(piece -> {
                for (int i = 0; i < piece.count(); i++) {
                    float number = piece.buffer().get(i);
                    if (!found.contains(number)) {
                        found.add(number);
                    }
                }
            });
            return found;
        }

        @Override
        public List<GradientPart> gradientParts() {
            return parts.stream()
                    .map(part -> (GradientPart) pieces -> part.forEach(pieces))
                    .toList();
        }

        @Override
        public void close() {
            parts.forEach(part -> part.forEach(Floats::close));
        }
    }
}
