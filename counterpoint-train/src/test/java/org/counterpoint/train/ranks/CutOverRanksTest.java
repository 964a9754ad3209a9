package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.WeightShare.Sweep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that go through one model's layers together, each with its own number of passes. */
class CutOverRanksTest {
    @TempDir
    Path logs;

    private Ranks open(RankPlan plan) throws Exception {
        return plan.open(new RankSettings(null, Duration.ofSeconds(20)), logs, 1);
    }

    @Test
    void whoHasNothingLeftGoesWithTheOthers() throws Exception {
        List<List<Sweep>> wanted =
                List.of(List.of(Sweep.FORWARD, Sweep.BACKWARD, Sweep.FORWARD), List.of(Sweep.FORWARD), List.of());
        List<Future<String>> ranks = RankThreads.run(3, plan -> {
            try (Ranks all = open(plan)) {
                CutOverRanks cut = new CutOverRanks(all);
                List<Sweep> gone = new ArrayList<>();
                for (Sweep own : wanted.get(plan.rank())) {
                    goUntil(cut, own, gone);
                    gone.add(own);
                }
                goUntil(cut, Sweep.NONE, gone);
                return gone + " " + cut.sum(plan.rank() + 0.5);
            }
        });
        for (Future<String> rank : ranks) {
            assertThat(rank.get()).isEqualTo("[FORWARD, BACKWARD, FORWARD] 4.5");
        }
    }

    @Test
    void forwardGoesBeforeBackward() throws Exception {
        List<Future<Sweep>> ranks = RankThreads.run(2, plan -> {
            try (Ranks all = open(plan)) {
                return new CutOverRanks(all).next(plan.rank() == 0 ? Sweep.FORWARD : Sweep.BACKWARD);
            }
        });
        for (Future<Sweep> rank : ranks) {
            assertThat(rank.get()).isEqualTo(Sweep.FORWARD);
        }
    }

    @Test
    void aRankThatFailsBetweenSweepsIsNotWaitedFor() throws Exception {
        List<Future<String>> ranks = RankThreads.run(3, plan -> {
            try (Ranks all = open(plan)) {
                CutOverRanks cut = new CutOverRanks(all);
                RankWork.each(all, () -> {
                    cut.next(Sweep.FORWARD);
                    if (plan.rank() == 1) {
                        throw new InputException("no number");
                    }
                    cut.next(Sweep.BACKWARD);
                    return new byte[0];
                });
                return "it went well";
            } catch (RankException e) {
                return e.getMessage() + " " + e.isOf(InputException.class);
            } catch (InputException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(ranks.get(0).get()).isEqualTo("rank 1: no number true");
        assertThat(ranks.get(1).get()).isEqualTo("no number");
        assertThat(ranks.get(2).get()).isEqualTo("rank 1: no number true");
    }

    @Test
    void aRankThatFailsWithinASweepEndsAll() throws Exception {
        List<Future<String>> ranks = RankThreads.run(2, plan -> {
            try (Ranks all = open(plan)) {
                try {
                    CutOverRanks cut = new CutOverRanks(all);
                    RankWork.each(all, () -> {
                        cut.next(Sweep.FORWARD);
                        if (plan.rank() == 1) {
                            throw cut.broken(new IllegalStateException("no memory"));
                        }
                        cut.sum(1); // stands for a layer, which waits for rank 1
                        return new byte[0];
                    });
                    return "it went well";
                } catch (RankException e) {
                    all.fail(String.valueOf(e.getMessage()));
                    return String.valueOf(e.getMessage());
                }
            }
        });
        assertThat(ranks.get(1).get()).isEqualTo("no memory");
        assertThat(ranks.get(0).get()).isEqualTo("rank 1 failed: no memory");
    }

    private static void goUntil(CutOverRanks cut, Sweep wanted, List<Sweep> gone) {
        for (Sweep now = cut.next(wanted); now != wanted; now = cut.next(wanted)) {
            gone.add(now);
        }
    }
}
