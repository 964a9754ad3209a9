package org.counterpoint.engine.vector;

import java.util.Arrays;

/**
 * Queries of a segment that are computed together, and how the scores of each lie: those of the keys that the segment continues,
 * filled up to whole vectors, then those of its own up to the block's last position, filled up likewise.
 *
 * @param from of its positions, and
 * @param to the one after the last
 * @param column of the segment's first key
 * @param prefixColumn of the first key of what it continues
 * @param prefixLength keys of that, 0 for none
 * @param window how far back a position sees, itself included; 0 for no limit
 */
public record QueryBlock(int from, int to, int column, int prefixColumn, int prefixLength, int window) {

    /** Scores and the keys that they are of: {@code count} from {@code at}, those of {@code column} onwards. */
    record Run(int at, int column, int count) {}

    int positions() {
        return to - from;
    }

    /** Where the scores begin that one of the queries may see: at a whole vector. */
    int begin() {
        return first(from) / Lanes.COUNT * Lanes.COUNT;
    }

    /** Where they end. */
    int end() {
        return ownFrom() + Lanes.whole(to);
    }

    /** From {@link #begin} to {@link #end}. */
    Run[] runs() {
        int begin = begin();
        int own = Math.max(begin, ownFrom());
        Run ofSegment = new Run(own, column + own - ownFrom(), end() - own);
        return own == begin
                ? new Run[] {ofSegment}
                : new Run[] {new Run(begin, prefixColumn + begin, ownFrom() - begin), ofSegment};
    }

    /** Overwrites what a position does not see between {@link #begin} and {@link #end} of its scores, which stand at {@code at}. */
    void hide(int position, float[] scores, int at, float with) {
        int first = first(position);
        Arrays.fill(scores, at + begin(), at + first, with);
        if (first < prefixLength) {
            Arrays.fill(scores, at + prefixLength, at + ownFrom(), with);
        }
        Arrays.fill(scores, at + ownFrom() + position + 1, at + end(), with);
    }

    /** Where the score of the first key stands that a position sees. */
    private int first(int position) {
        int key = window == 0 ? 0 : Math.max(0, prefixLength + position - window + 1);
        return key < prefixLength ? key : ownFrom() + key - prefixLength;
    }

    private int ownFrom() {
        return Lanes.whole(prefixLength);
    }
}
