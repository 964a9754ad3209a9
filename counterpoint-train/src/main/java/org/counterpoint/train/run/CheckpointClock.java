package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.counterpoint.train.settings.CheckpointSpacing;

/** Decides after which steps a checkpoint is due. */
final class CheckpointClock {
    private static final double TEN_MINUTES = 600;
    private static final double TENTH = 0.1;
    /** What writing may take of the time, where nobody says how often. */
    private static final double BUDGET = 0.02;
    /** Bytes a second, hashing included. */
    private static final double SLOW_DISK = 200e6;

    private final CheckpointSpacing spacing;
    private final LongSupplier nanos;
    private final long startedAt;
    private double nextWriting;
    private double writing;
    private long lastStep;
    private long lastAt;

    /**
     * @param begin how many steps are done at the start
     * @param firstWriting a guess of how many seconds the first checkpoint takes
     */
    CheckpointClock(CheckpointSpacing spacing, long begin, double firstWriting, LongSupplier nanos) {
        this.spacing = spacing;
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
        this.lastAt = startedAt;
        this.lastStep = begin;
        this.nextWriting = firstWriting;
    }

    /** How many seconds a checkpoint of this model may take: weights, and two moments of each, on a slow disk. */
    static double guess(Path model) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return 3 * bytes / SLOW_DISK;
    }

    /** Whether an evaluation may ask for a checkpoint of its own. */
    boolean keepsBest() {
        return !(spacing instanceof CheckpointSpacing.Never);
    }

    /** @param done how many steps of {@code steps} are done */
    boolean due(long done, long steps) {
        double sinceLast = secondsSince(lastAt);
        if (spacing instanceof CheckpointSpacing.Steps every) {
            return done % every.steps() == 0;
        }
        if (spacing instanceof CheckpointSpacing.Share every) {
            return done % part(every.share(), steps) == 0;
        }
        if (spacing instanceof CheckpointSpacing.Time every) {
            return sinceLast >= every.seconds();
        }
        return spacing instanceof CheckpointSpacing.Automatic
                && done < steps
                && (sinceLast >= TEN_MINUTES || done - lastStep >= part(TENTH, steps))
                && affordable();
    }

    /** Whether so much would be lost by a kill now that a checkpoint goes before work of unknown length. */
    boolean dueBefore(long done, double secondsToLose) {
        return spacing instanceof CheckpointSpacing.Automatic
                && done > lastStep
                && secondsSince(lastAt) >= secondsToLose
                && affordable();
    }

    private boolean affordable() {
        return writing + nextWriting <= BUDGET * secondsSince(startedAt);
    }

    private static long part(double share, long steps) {
        return Math.max(1, (long) Math.floor(share * steps));
    }

    /** A checkpoint was written. */
    void wrote(long done, double seconds) {
        writing += seconds;
        nextWriting = seconds;
        lastStep = done;
        lastAt = nanos.getAsLong();
    }

    private double secondsSince(long at) {
        return (nanos.getAsLong() - at) / 1e9;
    }
}
