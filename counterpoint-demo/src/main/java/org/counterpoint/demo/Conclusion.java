package org.counterpoint.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.counterpoint.stats.Power;

/** What the standings show and what they cannot, in one sentence. */
final class Conclusion {
    private static final double EVEN = 0.5;

    private Conclusion() {}

    static String of(List<Standing> standings) {
        List<Standing> contenders =
                standings.stream().filter(Standing::contender).toList();
        String better = names(contenders.stream()
                .filter(s -> s.againstSftOfAll().interval().low() > EVEN)
                .toList());
        String worse = names(contenders.stream()
                .filter(s -> s.againstSftOfAll().interval().high() < EVEN)
                .toList());
        double error = contenders.stream()
                .mapToDouble(s -> s.againstSft().standardError())
                .max()
                .orElse(0);
        int seeds = contenders.stream().mapToInt(Standing::seeds).min().orElse(0);
        return "Held against all comparisons with SFT at once (95 %, Bonferroni), "
                + (better.isEmpty() ? "no arm is shown to be better than SFT" : better + " beat SFT")
                + (worse.isEmpty() ? " and none is shown to be worse" : " and " + worse + " lose to it")
                + String.format(
                        Locale.ROOT,
                        "; a run of this size misses differences in win rate below about %.1f points more often than"
                                + " one time in five, ",
                        100 * Power.usual().smallestDifference(1, error))
                + (seeds > 1
                        ? "and all of it speaks of this world, this starter and these settings only."
                        : "and with one seed an arm it says nothing of how much another seed would differ"
                                + " (demo --full does).");
    }

    private static String names(List<Standing> standings) {
        return standings.stream().map(Standing::arm).collect(Collectors.joining(", "));
    }
}
