package org.counterpoint.train.ranks;

import java.util.Optional;

/** What is known of the processes of other ranks beside what they say themselves. */
public interface RankWatch extends AutoCloseable {

    /** How a rank's process ended, for a person; empty where it runs, or nobody knows. */
    Optional<String> ended(int rank);

    /** This rank has failed: those that were started for it are not to go on. */
    void fail();

    /** Waits for those that were started here, which are done. */
    @Override
    void close();

    /** Of ranks that somebody else started. */
    static RankWatch none() {
        return new RankWatch() {
            @Override
            public Optional<String> ended(int rank) {
                return Optional.empty();
            }

            @Override
            public void fail() {
                // Whoever started them ends them.
            }

            @Override
            public void close() {
                // Nothing was started here.
            }
        };
    }
}
