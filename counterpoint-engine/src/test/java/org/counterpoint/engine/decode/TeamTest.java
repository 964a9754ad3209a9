package org.counterpoint.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TeamTest {
    @Test
    void everyMemberSeesWhatOthersWroteBeforeTheMeeting() {
        try (Team team = new Team(3)) {
            int[] values = new int[3];
            int[][] seen = new int[3][];
            for (int round = 1; round <= 500; round++) {
                int now = round;
                team.run(member -> {
                    values[member] = now * 10 + member;
                    team.await();
                    seen[member] = values.clone();
                    team.await();
                });
                for (int[] one : seen) {
                    assertThat(one).containsExactly(now * 10, now * 10 + 1, now * 10 + 2);
                }
            }
        }
    }

    @Test
    void sharesCoverEverythingOnce() {
        try (Team team = new Team(3)) {
            for (int count : new int[] {0, 1, 2, 3, 7, 1536}) {
                int[] times = new int[count];
                team.run(member -> {
                    for (int i = team.from(member, count); i < team.from(member + 1, count); i++) {
                        times[i]++;
                    }
                });
                assertThat(Arrays.stream(times).allMatch(n -> n == 1)).isTrue();
            }
        }
    }

    @Test
    void whatIsSharedOutIsTakenOnceAndAnewAfterEachMeeting() {
        try (Team team = new Team(3)) {
            for (int count : new int[] {0, 1, 2, 3, 7, 1536}) {
                for (int least : new int[] {1, 4, 2000}) {
                    AtomicIntegerArray times = new AtomicIntegerArray(count);
                    team.run(member -> {
                        for (int round = 0; round < 3; round++) {
                            team.share(count, least, (from, to) -> {
                                assertThat(to - from == count - from || (to - from) % least == 0)
                                        .isTrue();
                                for (int i = from; i < to; i++) {
                                    times.incrementAndGet(i);
                                }
                            });
                            team.await();
                        }
                    });
                    for (int i = 0; i < count; i++) {
                        assertThat(times.get(i)).isEqualTo(3);
                    }
                }
            }
        }
    }

    /** Members that take nothing are held up until the others have taken everything. */
    @Test
    void whoIsHeldUpTakesFewer() {
        try (Team team = new Team(2)) {
            AtomicInteger done = new AtomicInteger();
            AtomicInteger ofTheHeldUp = new AtomicInteger();
            int count = 64;
            team.run(member -> team.share(count, 1, (from, to) -> {
                if (from == 0) {
                    while (done.get() < count - to) {
                        Thread.onSpinWait();
                    }
                    ofTheHeldUp.addAndGet(to - from);
                } else {
                    done.addAndGet(to - from);
                }
            }));
            assertThat(ofTheHeldUp.get()).isEqualTo(count / 4);
        }
    }

    @Test
    void aMembersFailureReachesTheCallerAndTheTeamGoesOn() {
        try (Team team = new Team(3)) {
            for (int failing = 0; failing < 3; failing++) {
                int bad = failing;
                assertThatThrownBy(() -> team.run(member -> {
                            if (member == bad) {
                                throw new IllegalStateException("member " + member);
                            }
                            team.await();
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("member " + bad);
                int[] done = new int[3];
                team.run(member -> {
                    team.await();
                    done[member] = 1;
                });
                assertThat(done).containsExactly(1, 1, 1);
            }
        }
    }
}
