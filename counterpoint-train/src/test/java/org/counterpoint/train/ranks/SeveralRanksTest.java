package org.counterpoint.train.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.counterpoint.data.InputException;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.collective.Rendezvous;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that exchange numbers, and what they say of one another where one is lost. */
class SeveralRanksTest {
    private static final RankSettings SOON = new RankSettings(null, Duration.ofSeconds(2));

    @TempDir
    Path logs;

    private Ranks open(RankPlan plan) throws Exception {
        return plan.open(SOON, logs, 1);
    }

    @Test
    void numbersAndWordsGoToAll() throws Exception {
        List<Future<String>> results = RankThreads.run(3, plan -> {
            try (Ranks ranks = open(plan);
                    Floats own = Floats.zeros(2);
                    Floats all = Floats.zeros(6)) {
                own.buffer().put(0, plan.rank() + 1).put(1, 10);
                ranks.gather(own, all);
                ranks.sum(own);
                StringBuilder said = new StringBuilder();
                said.append(own.buffer().get(0)).append(' ').append(own.buffer().get(1));
                said.append(' ').append(all.buffer().get(4));
                ranks.addSums(all, own); // a part of each rank: 1 10, 2 10, 3 10
                said.append(' ')
                        .append(own.buffer().get(0))
                        .append(' ')
                        .append(own.buffer().get(1));
                own.buffer().put(0, plan.rank() + 1);
                ranks.broadcast(own, 0);
                said.append(' ').append(own.buffer().get(0));
                // One word fits into the first exchange, and one does not.
                for (byte[] word : ranks.gather("x".repeat(500 * plan.rank()).getBytes(StandardCharsets.UTF_8))) {
                    said.append(' ').append(word.length);
                }
                assertThat(ranks.traffic().bytes()).isPositive();
                return said.append(' ').append(ranks.leading(plan.rank() + 0.1)).toString();
            }
        });
        for (int rank = 0; rank < 3; rank++) {
            String sums = (6.0 + 3 * (rank + 1)) + " 60.0";
            assertThat(results.get(rank).get()).isEqualTo("6.0 30.0 3.0 " + sums + " 1.0 0 500 1000 0.1");
        }
    }

    @Test
    void theTreeGivesTheSameBytesHoweverItIsDealtOut() throws Exception {
        for (int shards : new int[] {16, 5}) {
            float[] alone = summed(new OneRank(), shards);
            for (int size = 2; size <= 5; size++) {
                List<Future<float[]>> results = RankThreads.run(size, plan -> {
                    try (Ranks ranks = open(plan)) {
                        return summed(ranks, shards);
                    }
                });
                for (Future<float[]> result : results) {
                    assertThat(result.get())
                            .as(shards + " shards of " + size + " ranks")
                            .isEqualTo(alone);
                }
            }
        }
    }

    /** Of gradients that are functions of the shard. */
    private static float[] summed(Ranks ranks, int shards) {
        float[] numbers = new float[1000];
        try (ShardTree tree = new ShardTree(new Gradients(numbers))) {
            int end = Dealing.firstShard(ranks.rank() + 1, ranks.size(), shards);
            for (int shard = Dealing.firstShard(ranks.rank(), ranks.size(), shards); shard < end; shard++) {
                Random random = new Random(shard);
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = random.nextFloat() * (float) Math.pow(10, random.nextInt(6));
                }
                tree.take(shard);
                assertThat(numbers).containsOnly(0);
            }
            tree.conclude(ranks, shards);
        }
        return numbers;
    }

    private record Gradients(float[] numbers) implements GradientsAlone {
        @Override
        public List<GradientPart> gradientParts() {
            int third = numbers.length / 3;
            return List.of(pieces -> show(0, third, pieces), pieces -> show(third, numbers.length - third, pieces));
        }

        private void show(int from, int count, Consumer<Floats> pieces) {
            try (Floats memory = Floats.zeros(count)) {
                memory.buffer().put(numbers, from, count);
                pieces.accept(memory);
                memory.buffer().get(numbers, from, count);
            }
        }
    }

    @Test
    void aPartThatFailsFailsForAll() throws Exception {
        List<Future<String>> results = RankThreads.run(2, plan -> {
            try (Ranks ranks = open(plan)) {
                return said(() -> RankWork.each(ranks, () -> {
                    if (plan.rank() == 1) {
                        throw new InputException("there is no file x");
                    }
                    return new byte[0];
                }));
            }
        });
        assertThat(results.get(0).get()).isEqualTo("rank 1: there is no file x");
        assertThat(results.get(1).get()).isEqualTo("there is no file x");
    }

    @Test
    void aRankThatGivesUpSaysWhy() throws Exception {
        List<Future<String>> results = RankThreads.run(3, plan -> {
            try (Ranks ranks = open(plan)) {
                if (plan.rank() == 1) {
                    ranks.fail("its disk is full");
                    return "";
                }
                return said(() -> ranks.gather(new byte[1]));
            }
        });
        assertThat(results.get(0).get()).isEqualTo("rank 1 failed: its disk is full");
        assertThat(results.get(2).get()).isEqualTo("rank 1 failed: its disk is full");
    }

    @Test
    void theMeetingPlaceStaysUntilAllHaveReadWhyRankZeroFailed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        List<Future<String>> results = RankThreads.run(2, plan -> {
            Ranks ranks = open(plan);
            if (plan.rank() == 0) {
                ranks.fail("its disk is full");
                ranks.close();
                closed.countDown();
                return "";
            }
            try (ranks) {
                boolean alone = closed.await(200, TimeUnit.MILLISECONDS); // unless rank 0 waits, it is gone by now
                return said(() -> ranks.gather(new byte[1])) + (alone ? ", and it is gone" : "");
            }
        });
        assertThat(results.get(1).get()).isEqualTo("rank 0 failed: its disk is full");
    }

    @Test
    @Tag("slow")
    void aRankThatDoesNotAnswerIsNamed() throws Exception {
        List<Future<String>> results = RankThreads.run(3, plan -> {
            try (Ranks ranks = open(plan)) {
                if (plan.rank() == 2) {
                    Thread.sleep(4000);
                    return "";
                }
                return said(() -> ranks.gather(new byte[1]));
            }
        });
        assertThat(results.get(0).get()).startsWith("rank 2 ended or does not answer: Timed out waiting 2000ms");
    }

    @Test
    void whoDoesNotComeIsNamed() throws Exception {
        List<Future<String>> results = RankThreads.run(3, plan -> {
            if (plan.rank() == 2) {
                return "";
            }
            return said(() -> open(plan));
        });
        assertThat(results.get(0).get())
                .isEqualTo("rank 2 did not come within 2 s\n"
                        + "  start as many processes as WORLD_SIZE says, or raise ranks.timeout");
    }

    @Test
    void aRankOfAnotherVersionIsNamed() throws Exception {
        List<Future<String>> results = RankThreads.run(2, plan -> {
            RankPlace place = ((RankPlan.Launched) plan).place();
            Rendezvous store =
                    place.rank() == 0 ? SeveralRanks.host(place.port(), SOON) : SeveralRanks.join(place, SOON);
            return said(() -> SeveralRanks.meet(place, store, SOON, RankWatch.none(), "1." + place.rank()));
        });
        assertThat(results.get(0).get())
                .isEqualTo("rank 1 is Counterpoint 1.1, rank 0 is 1.0\n  start all ranks with the same program");
    }

    @Test
    void ranksOfUnequalThreadsAreSaid() {
        assertThat(ThreadShares.words(List.of(4, 4, 4))).isEmpty();
        assertThat(ThreadShares.words(List.of(4, 8, 2)))
                .contains("warning: rank 2 computes with 2 threads, rank 1 with 8: every step waits for the slowest;"
                        + " machines that are alike share the work better");
    }

    @Test
    void aPortInUseAndAMasterThatIsNotThereAreSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("::"))) {
            RankPlace first = RankPlace.local(0, 2, taken.getLocalPort());
            assertThatThrownBy(() -> open(new RankPlan.Launched(first)))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + ", at which the ranks are to meet, cannot")
                    .hasMessageEndingWith("end what uses it, or set another MASTER_PORT");
        }
        RankPlace second = RankPlace.local(1, 2, 1);
        RankSettings atOnce = new RankSettings(null, Duration.ofSeconds(1));
        assertThatThrownBy(() -> new RankPlan.Launched(second).open(atOnce, logs, 1))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("rank 1 found no rank 0 at 127.0.0.1:1 within 1 s: ")
                .hasMessageEndingWith("start all ranks with the same MASTER_ADDR and MASTER_PORT");
    }

    private interface Attempt {
        void run() throws Exception;
    }

    private static String said(Attempt attempt) {
        try {
            attempt.run();
            return "it went well";
        } catch (Exception e) {
            return String.valueOf(e.getMessage());
        }
    }
}
