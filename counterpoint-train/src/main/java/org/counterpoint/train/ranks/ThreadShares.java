package org.counterpoint.train.ranks;

import java.util.List;
import java.util.Optional;
import org.counterpoint.engine.model.NativeRuntime;

/** With how many threads each rank computes: work is dealt out evenly, and all wait for the slowest. */
public final class ThreadShares {
    private ThreadShares() {}

    /**
     * Asked by all ranks.
     *
     * @param given by a setting; 0 for none
     * @return what is to be said where they are not equal
     */
    public static Optional<String> compare(Ranks ranks, int given) {
        int own = given > 0 ? given : NativeRuntime.threadsWithoutLoading();
        return words(ranks.gather(RankNumbers.bytes(own)).stream()
                .map(bytes -> (int) RankNumbers.of(bytes)[0])
                .toList());
    }

    static Optional<String> words(List<Integer> threads) {
        int most = 0;
        int least = 0;
        for (int rank = 1; rank < threads.size(); rank++) {
            most = threads.get(rank) > threads.get(most) ? rank : most;
            least = threads.get(rank) < threads.get(least) ? rank : least;
        }
        return most == least
                ? Optional.empty()
                : Optional.of(
                        "warning: rank " + least + " computes with " + threads.get(least) + " threads, rank " + most
                                + " with " + threads.get(most)
                                + ": every step waits for the slowest; machines that are alike share"
                                + " the work better");
    }
}
