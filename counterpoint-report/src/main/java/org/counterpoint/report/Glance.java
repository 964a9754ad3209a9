package org.counterpoint.report;

import java.util.ArrayList;
import java.util.List;
import org.counterpoint.report.Section.Chart;
import org.jspecify.annotations.Nullable;

/**
 * The first screen: what was compared, who won, by how much, and whether to believe it.
 *
 * @param sentence the answer, in one sentence of plain words
 * @param belief how far the sentence can be trusted, in one more
 * @param picture the arms with their intervals, or what else shows it; null where there is nothing to draw
 * @param badges what it rests on
 * @param warnings what a reader must not overlook, gravest first
 */
public record Glance(
        String sentence, String belief, @Nullable Chart picture, List<Badge> badges, List<String> warnings) {
    public Glance {
        badges = List.copyOf(badges);
        warnings = List.copyOf(warnings);
    }

    /** The same with more badges and warnings, after its own. */
    public Glance with(List<Badge> moreBadges, List<String> moreWarnings) {
        List<Badge> allBadges = new ArrayList<>(badges);
        allBadges.addAll(moreBadges);
        List<String> allWarnings = new ArrayList<>(warnings);
        allWarnings.addAll(moreWarnings);
        return new Glance(sentence, belief, picture, allBadges, allWarnings);
    }
}
