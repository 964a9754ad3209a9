package org.counterpoint.train.ranks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.LearntNumbers.GradientPart;
import org.counterpoint.engine.collective.NativeFloats;

/**
 * Sums gradients over the ranks, in place, by a ring: large pieces where they lie, small ones of one part after the other
 * together in buckets, because an exchange of few numbers takes as long as one of many.
 */
public final class GradientSum {
    private static final int SMALL = 1 << 16;
    /** Numbers that are worth an exchange. */
    private static final int BUCKET = 1 << 18;

    private final Ranks ranks;
    /** Parts whose small pieces are to be summed yet. */
    private final List<GradientPart> waiting = new ArrayList<>();

    private int count;

    GradientSum(Ranks ranks) {
        this.ranks = ranks;
    }

    /** Sums all gradients. */
    public static void of(Ranks ranks, LearntNumbers learnt) {
        GradientSum sum = new GradientSum(ranks);
        learnt.gradientParts().forEach(sum::take);
        sum.empty();
    }

    void take(GradientPart part) {
        part.show(piece -> {
            if (isSmall(piece)) {
                count += piece.limit();
            } else {
                ranks.sum(piece);
            }
        });
        waiting.add(part);
        if (count >= BUCKET) {
            empty();
        }
    }

    /** Sums what waits in the bucket. */
    void empty() {
        if (count > 0) {
            try (NativeFloats memory = new NativeFloats(count)) {
                FloatBuffer bucket = memory.buffer();
                eachSmall((piece, at) -> bucket.put(at, piece, 0, piece.limit()));
                ranks.sum(bucket);
                eachSmall((piece, at) -> piece.put(0, bucket, at, piece.limit()));
            }
        }
        waiting.clear();
        count = 0;
    }

    private interface Placed {
        void piece(FloatBuffer piece, int at);
    }

    private void eachSmall(Placed work) {
        int[] at = {0};
        for (GradientPart part : waiting) {
            part.show(piece -> {
                if (isSmall(piece)) {
                    work.piece(piece, at[0]);
                    at[0] += piece.limit();
                }
            });
        }
    }

    private static boolean isSmall(FloatBuffer piece) {
        return piece.limit() <= SMALL;
    }
}
