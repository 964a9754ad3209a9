package org.counterpoint.train.ranks;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.LearntNumbers;
import org.counterpoint.engine.collective.NativeFloats;

/**
 * Sums a step's gradients over the ranks, in place, by a ring: large pieces where they lie, small ones together in one
 * bucket, because an exchange of few numbers takes as long as one of many.
 */
public final class GradientSum {
    private static final int SMALL = 1 << 16;

    private GradientSum() {}

    public static void of(LearntNumbers learnt, Ranks ranks) {
        if (ranks.size() == 1) {
            return;
        }
        List<Integer> small = new ArrayList<>();
        learnt.gradients(piece -> {
            if (piece.limit() <= SMALL) {
                small.add(piece.limit());
            } else {
                ranks.sum(piece);
            }
        });
        int count = small.stream().mapToInt(Integer::intValue).sum();
        if (count == 0) {
            return;
        }
        try (NativeFloats memory = new NativeFloats(count)) {
            FloatBuffer bucket = memory.buffer();
            int[] at = {0};
            learnt.gradients(piece -> {
                if (piece.limit() <= SMALL) {
                    bucket.put(at[0], piece, 0, piece.limit());
                    at[0] += piece.limit();
                }
            });
            ranks.sum(bucket);
            at[0] = 0;
            learnt.gradients(piece -> {
                if (piece.limit() <= SMALL) {
                    piece.put(0, bucket, at[0], piece.limit());
                    at[0] += piece.limit();
                }
            });
        }
    }
}
