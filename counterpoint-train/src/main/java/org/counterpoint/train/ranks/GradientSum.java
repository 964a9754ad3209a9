package org.counterpoint.train.ranks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.counterpoint.engine.Floats;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.LearntNumbers.GradientPart;

/**
 * Sums gradients over the ranks, in place, by a ring: large pieces where they lie, small ones of one part after the other
 * together in buckets, because an exchange of few numbers takes as long as one of many.
 */
public final class GradientSum {
    private static final int SMALL = 1 << 16;
    /** Numbers that are worth an exchange. */
    private static final int BUCKET = 1 << 18;

    private final Ranks ranks;
    private final LearntNumbers learnt;
    /** Parts whose small pieces are to be summed yet. */
    private final List<GradientPart> waiting = new ArrayList<>();

    private int count;

    GradientSum(Ranks ranks, LearntNumbers learnt) {
        this.ranks = ranks;
        this.learnt = learnt;
    }

    /** Sums all gradients. */
    public static void of(Ranks ranks, LearntNumbers learnt) {
        GradientSum sum = new GradientSum(ranks, learnt);
        learnt.gradientParts().forEach(sum::take);
        sum.empty();
    }

    void take(GradientPart part) {
        part.show(piece -> {
            if (isSmall(piece)) {
                count += piece.count();
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
            try (Floats bucket = learnt.zeros(count)) {
                eachSmall(bucket, (piece, place) -> place.take(piece));
                ranks.sum(bucket);
                eachSmall(bucket, Floats::take);
            }
        }
        waiting.clear();
        count = 0;
    }

    /** Each small piece, with its place in the bucket. */
    private void eachSmall(Floats bucket, BiConsumer<Floats, Floats> work) {
        int[] at = {0};
        for (GradientPart part : waiting) {
            part.show(piece -> {
                if (isSmall(piece)) {
                    try (Floats place = bucket.part(at[0], piece.count())) {
                        work.accept(piece, place);
                    }
                    at[0] += piece.count();
                }
            });
        }
    }

    private static boolean isSmall(Floats piece) {
        return piece.count() <= SMALL;
    }
}
