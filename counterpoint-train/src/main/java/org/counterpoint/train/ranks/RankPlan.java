package org.counterpoint.train.ranks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.counterpoint.engine.collective.Rendezvous;
import org.counterpoint.engine.model.NativeRuntime;

/** Which ranks there are to be, before they have met. */
public sealed interface RankPlan {

    /** Which of them this process is. */
    int rank();

    int size();

    /**
     * Meets the others.
     *
     * @param logs where those that are started here leave what they say
     * @param threads of each process; 0 for its share of this machine's
     * @throws RankException where they do not come
     */
    Ranks open(RankSettings settings, Path logs, int threads) throws IOException;

    /** Where ranks that make a file leave what they say. */
    static Path logs(Path out) {
        return out.resolveSibling(out.getFileName() + ".ranks");
    }

    /** A process by itself. */
    static RankPlan alone() {
        return new Alone();
    }

    /** A process by itself. */
    record Alone() implements RankPlan {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Ranks open(RankSettings settings, Path logs, int threads) {
            return new OneRank();
        }
    }

    /**
     * Processes of this machine: this one, and those that it starts.
     *
     * @param command what each of the others runs; it finds its place in its environment
     */
    record Local(int size, List<String> command) implements RankPlan {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Ranks open(RankSettings settings, Path logs, int threads) throws IOException {
            int share = threads > 0 ? threads : share(size);
            Rendezvous store = SeveralRanks.host(0, settings);
            RankPlace place = RankPlace.local(0, size, store.port());
            RankChildren children = RankChildren.start(command, place, share, logs);
            boolean met = false;
            try {
                Ranks ranks = SeveralRanks.meet(place, store, settings, children);
                shareThreads(ranks, place, threads);
                met = true;
                return ranks;
            } finally {
                if (!met) {
                    children.fail();
                    children.close();
                }
            }
        }
    }

    /** A process that a launcher started. */
    record Launched(RankPlace place) implements RankPlan {
        @Override
        public int rank() {
            return place.rank();
        }

        @Override
        public int size() {
            return place.size();
        }

        @Override
        public Ranks open(RankSettings settings, Path logs, int threads) throws IOException {
            Rendezvous store = rank() == 0 && !place.hosted()
                    ? SeveralRanks.host(place.port(), settings)
                    : SeveralRanks.join(place, settings);
            Ranks ranks = SeveralRanks.meet(place, store, settings, RankWatch.none());
            shareThreads(ranks, place, threads);
            return ranks;
        }
    }

    private static int share(int processes) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / processes);
    }

    /** Unless somebody says how many threads there are to be, each process of a machine gets as many. */
    private static void shareThreads(Ranks ranks, RankPlace place, int given) throws IOException {
        byte[] machine = MachineName.here().getBytes(StandardCharsets.UTF_8);
        long here = ranks.gather(machine).stream()
                .filter(other -> Arrays.equals(other, machine))
                .count();
        if (given == 0 && System.getenv("OMP_NUM_THREADS") == null) {
            NativeRuntime.setThreads(
                    share(place.here().size() > 0 ? place.here().size() : (int) here));
        }
    }
}
