package org.counterpoint.pairs.core.choose;

import java.util.function.Predicate;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.text.Shingles;
import org.jspecify.annotations.Nullable;

/** Whether the two answers of a pair have nearly all runs of five characters in common. For one group and one thread. */
final class NearIdentical implements Predicate<Pair> {
    private final ResponseGroup group;
    private final double least;
    private final @Nullable Shingles[] known;

    /** @param least the similarity from which on answers are near-identical */
    NearIdentical(ResponseGroup group, double least) {
        this.group = group;
        this.least = least;
        this.known = new Shingles[group.responses().size()];
    }

    @Override
    public boolean test(Pair pair) {
        int chosen = text(pair.chosen()).length();
        int rejected = text(pair.rejected()).length();
        // White space aside, texts of such different length have too few shingles in common.
        return Math.min(chosen, rejected) >= Math.max(chosen, rejected) * least / 2
                && shingles(pair.chosen()).isSimilar(shingles(pair.rejected()), least);
    }

    private String text(int response) {
        return group.responses().get(response).spoken();
    }

    private Shingles shingles(int response) {
        Shingles made = known[response];
        if (made == null) {
            made = Shingles.ofCharacters(text(response));
            known[response] = made;
        }
        return made;
    }
}
