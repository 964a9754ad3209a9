package org.counterpoint.train.ranks;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The ranks of a job, who meet once there is something to do for all of them. Whatever ends this rank, the others are told. */
public final class RankMeeting {
    private final RankPlan plan;
    private final RankSettings settings;
    private final Path logs;
    private final int threads;
    private final Agreement agreement;
    private @Nullable Ranks met;
    private boolean told;

    /** Whether all are about the same job: the first thing that they do together. */
    @FunctionalInterface
    public interface Agreement {
        /** @throws RankException naming who is not */
        void require(Ranks ranks) throws IOException;
    }

    /** What this rank does. */
    @FunctionalInterface
    public interface Job<T> {
        T run() throws IOException;
    }

    /** The parameters but the last as of {@link RankPlan#open}. */
    public RankMeeting(RankPlan plan, RankSettings settings, Path logs, int threads, Agreement agreement) {
        this.plan = plan;
        this.settings = settings;
        this.logs = logs;
        this.threads = threads;
        this.agreement = agreement;
    }

    /** Does a job, and parts from the others. Where it fails, they fail too, with its words. */
    public <T> T during(Job<T> job) throws IOException {
        String failure = "it ended";
        try {
            T result = job.run();
            told = true;
            return result;
        } catch (RuntimeException | IOException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        } finally {
            part(failure);
        }
    }

    private void part(String failure) {
        Ranks known = met;
        if (known != null) {
            if (!told) {
                known.fail(failure);
            }
            known.close();
        }
    }

    /** Whether this rank leads. */
    public boolean leads() {
        return plan.rank() == 0;
    }

    /** Whether the others run already, and are to hear of it where nothing comes of the job. */
    public boolean isAwaited() {
        return plan instanceof RankPlan.Launched;
    }

    /** All of them, met. */
    public Ranks ranks() throws IOException {
        Ranks known = met;
        if (known == null) {
            known = plan.open(settings, logs, threads);
            met = known;
            agreement.require(known);
        }
        return known;
    }

    /** Those who have met; null for none. */
    public @Nullable Ranks met() {
        return met;
    }

    /** The others know already how this ends. */
    public void told() {
        told = true;
    }
}
