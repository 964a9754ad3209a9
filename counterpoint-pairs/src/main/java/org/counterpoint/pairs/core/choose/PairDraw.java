package org.counterpoint.pairs.core.choose;

import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.text.Hashing;

/** Chance that depends on the seed, the group's id and the pair's type only: the same in any order and any company. */
final class PairDraw {
    private PairDraw() {}

    static long of(long seed, ResponseGroup group, Pair pair) {
        return Hashing.mix(Hashing.text(group.id(), seed) ^ Hashing.text(pair.type(), ~seed));
    }
}
