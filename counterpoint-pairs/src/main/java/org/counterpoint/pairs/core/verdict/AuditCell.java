package org.counterpoint.pairs.core.verdict;

import java.io.Serializable;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.Proportions;

/**
 * Pairs with a verdict, counted.
 *
 * @param judged pairs with a verdict, ties included
 * @param contradicted the judge prefers the rejected answer
 * @param ties the judge prefers neither
 */
public record AuditCell(long judged, long contradicted, long ties) implements Serializable {
    private static final double LEVEL = 0.95;

    static final AuditCell NONE = new AuditCell(0, 0, 0);

    static AuditCell of(double chosenWins) {
        return new AuditCell(1, chosenWins < 0.5 ? 1 : 0, chosenWins == 0.5 ? 1 : 0);
    }

    AuditCell plus(AuditCell other) {
        return new AuditCell(judged + other.judged, contradicted + other.contradicted, ties + other.ties);
    }

    /** Contradicted of judged. */
    public double rate() {
        return (double) contradicted / judged;
    }

    /** Wilson's, of {@link #rate}. */
    public Interval interval() {
        return Proportions.wilson((double) contradicted, (double) judged, LEVEL);
    }
}
