package org.counterpoint.pairs.core.difficulty;

import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.text.Shingles;
import org.jspecify.annotations.Nullable;

/** The texts of one group, each measured once however many pairs it is in. For one thread. */
public final class GroupTexts {
    private final ResponseGroup group;
    private final int[] lengths;
    private final @Nullable Shingles[] shingles;

    public GroupTexts(ResponseGroup group) {
        this.group = group;
        this.lengths = new int[group.responses().size()];
        for (int i = 0; i < lengths.length; i++) {
            String text = group.responses().get(i).spoken();
            lengths[i] = text.codePointCount(0, text.length());
        }
        this.shingles = new Shingles[lengths.length];
    }

    /** Unicode code points of a response. */
    public int length(int response) {
        return lengths[response];
    }

    /** Code points of chosen minus those of rejected. */
    public int lengthGap(Pair pair) {
        return lengths[pair.chosen()] - lengths[pair.rejected()];
    }

    /** Jaccard's index of {@link Shingles#ofWordPairs}, 0 to 1. */
    public double similarity(Pair pair) {
        return shingles(pair.chosen()).similarity(shingles(pair.rejected()));
    }

    private Shingles shingles(int response) {
        Shingles known = shingles[response];
        if (known == null) {
            known = Shingles.ofWordPairs(group.responses().get(response).spoken());
            shingles[response] = known;
        }
        return known;
    }
}
