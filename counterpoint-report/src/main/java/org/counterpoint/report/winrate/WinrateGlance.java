package org.counterpoint.report.winrate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.counterpoint.eval.figures.Analysis;
import org.counterpoint.eval.figures.ArmFigures;
import org.counterpoint.eval.figures.FileFigures;
import org.counterpoint.eval.figures.LengthEffect;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Glance;
import org.counterpoint.report.contest.Contest;
import org.counterpoint.stats.Estimate;

/** Win rates at a glance. */
final class WinrateGlance {
    private static final double EVEN = 50;

    private final Analysis analysis;
    private final double level;
    private final List<FileFigures> files;

    private WinrateGlance(Analysis analysis, double level) {
        this.analysis = analysis;
        this.level = level;
        this.files = analysis.files();
    }

    static Glance of(Analysis analysis, double level) {
        return new WinrateGlance(analysis, level).glance();
    }

    private Glance glance() {
        Contest contest = contest();
        return new Glance(contest.sentence(), belief(contest), contest.picture(), badges(), warnings());
    }

    private Contest contest() {
        boolean byArm = !analysis.arms().isEmpty();
        String intervals = Words.level(level) + " intervals over " + (byArm ? "seeds and instructions" : "instructions")
                + ", each by itself";
        return new Contest(
                "win rate, %",
                EVEN,
                distinct(files.stream().map(file -> file.set().baseline())),
                " % of verdicts won",
                intervals,
                byArm
                        ? analysis.arms().stream()
                                .map(arm -> arm(arm.name(), arm.winRate()))
                                .toList()
                        : files.stream()
                                .map(file -> arm(file.set().candidate(), file.winRate()))
                                .toList());
    }

    private static Contest.Arm arm(String name, Estimate rate) {
        return new Contest.Arm(
                Shown.name(name),
                100 * rate.value(),
                100 * rate.interval().low(),
                100 * rate.interval().high());
    }

    private String belief(Contest contest) {
        int compared = contest.arms().size();
        String many = compared > 3
                ? " With " + compared + " comparisons, about one in twenty seems to differ by chance alone."
                : "";
        String who = "It is what " + judges() + " said; whether people would say the same, it cannot tell.";
        return who + many;
    }

    private String judges() {
        return distinct(files.stream().flatMap(file -> file.set().annotators().stream()));
    }

    private static String distinct(Stream<String> names) {
        List<String> all = names.distinct().map(Shown::name).toList();
        return all.size() <= 2 ? String.join(" and ", all) : all.size() + " different ones";
    }

    private List<Badge> badges() {
        List<Badge> badges = new ArrayList<>();
        badges.add(new Badge("Prompts", prompts()));
        badges.add(new Badge("Seeds", seeds()));
        badges.add(new Badge("Judge", judges()));
        files.stream()
                .map(FileFigures::length)
                .filter(length -> length != null)
                .findFirst()
                .ifPresent(length -> {
                    Estimate longer = length.longerPreferred();
                    if (longer != null) {
                        badges.add(new Badge(
                                "Longer answer preferred",
                                String.format(Locale.ROOT, "%.0f %%", 100 * longer.value()),
                                prefersLonger(length)));
                    }
                });
        long lost = files.stream().mapToLong(WinrateGlance::leftOut).sum();
        badges.add(new Badge("Data left out", String.format(Locale.ROOT, "%,d", lost), lost > 0));
        return badges;
    }

    /** How many instructions the figures rest on. */
    private String prompts() {
        Set<Integer> counts = files.stream()
                .map(file -> file.leaderboard().total())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        int least = counts.stream().min(Integer::compare).orElse(0);
        int most = counts.stream().max(Integer::compare).orElse(0);
        return least == most
                ? String.format(Locale.ROOT, "%,d", least)
                : String.format(Locale.ROOT, "%,d to %,d", least, most);
    }

    private String seeds() {
        List<ArmFigures> arms = analysis.arms();
        int least = arms.stream().mapToInt(arm -> arm.files().size()).min().orElse(1);
        return least + (arms.isEmpty() ? " an arm" : " or more an arm").replace(least == 1 ? " or more" : "", "");
    }

    private static long leftOut(FileFigures file) {
        return file.set().account().counts().values().stream()
                .mapToLong(Number::longValue)
                .sum();
    }

    private static boolean prefersLonger(LengthEffect length) {
        Estimate longer = length.longerPreferred();
        return longer != null && longer.interval().low() > 0.5;
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (files.stream().map(file -> file.leaderboard().total()).distinct().count() > 1) {
            warnings.add("The files do not hold the same prompts: win rates stand on " + prompts()
                    + " of them, paired figures on those that both files have.");
        }
        for (FileFigures file : files) {
            String name = Shown.name(file.set().candidate());
            LengthEffect length = file.length();
            Estimate longer = length == null ? null : length.longerPreferred();
            if (length != null && longer != null && prefersLonger(length) && longer.value() > 0.6) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%s: the longer answer is preferred in %.0f %% of verdicts; look at the length-controlled"
                                + " rate.",
                        name,
                        100 * longer.value()));
            }
            if (file.position() != null
                    && !file.position().advantage().interval().contains(0)) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%s: the judge favours a place: %+.1f points for being shown first (%+.1f to %+.1f).",
                        name,
                        100 * file.position().advantage().value(),
                        100 * file.position().advantage().interval().low(),
                        100 * file.position().advantage().interval().high()));
            }
        }
        return warnings;
    }
}
