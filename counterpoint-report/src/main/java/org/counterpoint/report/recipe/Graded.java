package org.counterpoint.report.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.counterpoint.report.Badge;
import org.counterpoint.report.Chapter;
import org.counterpoint.report.Glance;
import org.counterpoint.report.Section;
import org.counterpoint.report.contest.Contest;
import org.counterpoint.report.recipe.Grades.Row;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Power;
import org.counterpoint.stats.TwoLevel;
import org.jspecify.annotations.Nullable;

/** What exact grades say: who beats the baseline, each arm's grades, the families of tasks, the answers. */
public final class Graded {
    private static final double LEVEL = 0.95;
    private static final int ITEMS = 400;

    /** Against whom arms are compared, where a run has them; the first of them is the page's baseline. */
    private static final List<String> BASELINES = List.of("sft", "middle");

    /** What the arms began with: shown beside them, and no contender. */
    private static final String START = "start";

    private static final Predicate<Row> SEEN = row -> !row.unseen();

    private final Grades grades;
    private final @Nullable String baseline;
    private final List<String> contenders;
    private final boolean unseen;

    public Graded(Grades grades) {
        this.grades = grades;
        this.baseline =
                BASELINES.stream().filter(grades.arms()::contains).findFirst().orElse(null);
        this.contenders = grades.arms().stream()
                .filter(arm -> !BASELINES.contains(arm) && !arm.equals(START))
                .toList();
        this.unseen = !grades.arms().isEmpty()
                && grades.first(grades.arms().iterator().next()).stream().anyMatch(Row::unseen);
    }

    /** The first screen; of a run without a baseline or contenders it says what the grades are. */
    public Glance glance() {
        if (baseline == null || contenders.isEmpty()) {
            return new Glance(
                    "Answers of " + String.join(", ", grades.arms())
                            + " were graded; nothing was trained to be compared.",
                    "",
                    null,
                    badges(),
                    warnings());
        }
        Contest contest = contest(baseline);
        return new Glance(contest.sentence(), belief(baseline), contest.picture(), badges(), warnings());
    }

    private Contest contest(String base) {
        double strict = strict();
        return new Contest(
                "win rate against " + base + ", %",
                50,
                base,
                " % of comparisons won",
                contenders.size() == 1
                        ? "its 95 % interval"
                        : "95 % intervals that hold for all " + contenders.size() + " at once",
                contenders.stream()
                        .map(arm -> {
                            Estimate rate = against(arm, base, strict);
                            return new Contest.Arm(
                                    arm,
                                    100 * rate.value(),
                                    100 * rate.interval().low(),
                                    100 * rate.interval().high());
                        })
                        .toList());
    }

    /** Held against all comparisons at once: Bonferroni. */
    private double strict() {
        return 1 - (1 - LEVEL) / Math.max(1, contenders.size());
    }

    private Estimate against(String arm, String base, double level) {
        return TwoLevel.mean(Grades.wins(grades.scores(arm, SEEN), grades.scores(base, SEEN)), level);
    }

    private String belief(String base) {
        double error = contenders.stream()
                .mapToDouble(arm -> against(arm, base, LEVEL).standardError())
                .max()
                .orElse(0);
        String missed = String.format(
                Locale.ROOT,
                "differences below about %.1f points would be missed more often than one time in five",
                100 * Power.usual().smallestDifference(1, error));
        return seeds() > 1
                ? "The intervals speak of other seeds and other prompts of this kind, and of no other models or data; "
                        + missed + "."
                : "One seed an arm: how much another seed would differ is not known; " + missed + ".";
    }

    private int seeds() {
        return contenders.stream().mapToInt(grades::seeds).min().orElse(1);
    }

    private long prompts(Predicate<Row> which) {
        return grades.arms().isEmpty()
                ? 0
                : grades.first(grades.arms().iterator().next()).stream()
                        .filter(which)
                        .count();
    }

    private List<Badge> badges() {
        List<Badge> badges = new ArrayList<>();
        badges.add(Badge.count("Prompts", prompts(SEEN)));
        badges.add(new Badge("Seeds", seeds() + " an arm", seeds() == 1));
        badges.add(new Badge("Judge", "exact grader"));
        if (baseline != null && !contenders.isEmpty()) {
            double longer = GradedLength.longerWins(grades, contenders, baseline, SEEN);
            if (Double.isFinite(longer)) {
                badges.add(new Badge(
                        "Longer answer wins", String.format(Locale.ROOT, "%.0f %%", 100 * longer), longer > 0.6));
            }
        }
        return badges;
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!grades.incomplete().isEmpty()) {
            warnings.add("Not compared, as they lack answers that others have: "
                    + String.join(", ", grades.incomplete()) + ".");
        }
        if (baseline != null && unseen) {
            falls(baseline).ifPresent(warnings::add);
        }
        return warnings;
    }

    /** Arms that do worse than the baseline on what nothing was trained on, the deepest fall first. */
    private Optional<String> falls(String base) {
        double[][] other = grades.scores(base, Row::unseen);
        Map<String, Estimate> falls = new LinkedHashMap<>();
        for (String arm : contenders) {
            Estimate difference = TwoLevel.difference(grades.scores(arm, Row::unseen), other, LEVEL);
            if (difference.interval().high() < 0) {
                falls.put(arm, difference);
            }
        }
        if (falls.isEmpty()) {
            return Optional.empty();
        }
        String arms = falls.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingDouble(Estimate::value)))
                .map(fall -> String.format(
                        Locale.ROOT,
                        "%s %.1f (%.1f to %.1f)",
                        fall.getKey(),
                        100 * fall.getValue().value(),
                        100 * fall.getValue().interval().low(),
                        100 * fall.getValue().interval().high()))
                .collect(Collectors.joining(", "));
        return Optional.of(String.format(
                Locale.ROOT,
                "On %s, which nothing was trained on, %d of %d arms fall below %s (mean grade %.1f), in points: %s.",
                String.join(", ", families(Row::unseen)),
                falls.size(),
                contenders.size(),
                base,
                100 * TwoLevel.mean(other, LEVEL).value(),
                arms));
    }

    /** Grades, families, answers. */
    public List<Chapter> chapters() {
        if (grades.arms().isEmpty()) {
            return List.of();
        }
        String all = prompts(SEEN) + " prompts that no model was trained on";
        String others = unseen
                ? "; beside them " + prompts(Row::unseen) + " of " + String.join(", ", families(Row::unseen))
                        + ", which nothing was trained on"
                : "";
        return List.of(
                new Chapter("Scores", "On " + all + ", paired by prompt" + others + ".", List.of(scores())),
                new Chapter("Families", "The same prompts, family by family" + others + ".", List.of(byFamily())),
                new Chapter("Answers", "Each arm's first seed, " + all + others + ".", List.of(answers())));
    }

    private List<String> sorted() {
        return grades.arms().stream()
                .sorted(Comparator.comparingDouble(
                                (String arm) -> score(arm, SEEN).value())
                        .reversed())
                .toList();
    }

    private Estimate score(String arm, Predicate<Row> which) {
        return TwoLevel.mean(grades.scores(arm, which), LEVEL);
    }

    private Section scores() {
        List<String> bases = BASELINES.stream().filter(grades.arms()::contains).toList();
        List<String> columns = new ArrayList<>(List.of("Arm", "Mean grade, %"));
        bases.forEach(base -> columns.add("Win rate against " + base + ", %"));
        if (unseen) {
            columns.add("Mean grade on the unseen, %");
        }
        columns.add("Seeds");
        List<List<String>> rows = new ArrayList<>();
        for (String arm : sorted()) {
            List<String> row = new ArrayList<>(List.of(arm, percent(score(arm, SEEN))));
            bases.forEach(base -> row.add(arm.equals(base) ? "-" : percent(against(arm, base, LEVEL))));
            if (unseen) {
                row.add(percent(score(arm, Row::unseen)));
            }
            row.add(String.valueOf(grades.seeds(arm)));
            rows.add(row);
        }
        return new Section.Table(
                "Scores",
                "With 95 % intervals, each by itself ("
                        + score(grades.arms().iterator().next(), SEEN)
                                .interval()
                                .method()
                        + "; those of the picture above hold for all arms at once and are wider). A win is a higher"
                        + " grade for the same prompt, an equal grade half of one; 50 is no difference.",
                columns,
                rows);
    }

    private Set<String> families(Predicate<Row> which) {
        Set<String> families = new LinkedHashSet<>();
        grades.first(grades.arms().iterator().next()).stream().filter(which).forEach(row -> families.add(row.family()));
        return families;
    }

    private Section byFamily() {
        List<String> families = new ArrayList<>(families(SEEN));
        families.addAll(families(Row::unseen));
        List<String> columns = new ArrayList<>(List.of("Arm"));
        families.forEach(family -> columns.add(families(Row::unseen).contains(family) ? family + " (unseen)" : family));
        List<List<String>> rows = sorted().stream()
                .map(arm -> {
                    List<String> row = new ArrayList<>(List.of(arm));
                    families.forEach(family -> row.add(String.format(
                            Locale.ROOT,
                            "%.1f",
                            100 * score(arm, one -> one.family().equals(family)).value())));
                    return row;
                })
                .toList();
        return new Section.Table("Mean grade by family", "In percent, over all seeds.", columns, rows);
    }

    private Section answers() {
        List<Section.Item> items = new ArrayList<>();
        List<String> arms = sorted();
        List<Row> tasks = grades.first(arms.get(0));
        for (int i = 0; i < tasks.size() && items.size() < ITEMS; i++) {
            List<Section.Shown> shown = new ArrayList<>();
            for (String arm : arms) {
                Row row = grades.first(arm).get(i);
                shown.add(new Section.Shown(
                        arm, row.answer(), String.format(Locale.ROOT, "%.2f", row.score()), row.reason(), row.score()));
            }
            Row task = tasks.get(i);
            List<String> tags = new ArrayList<>();
            if (!task.family().isEmpty()) {
                tags.add(task.family());
            }
            if (task.unseen()) {
                tags.add("unseen");
            }
            items.add(new Section.Item(task.instruction(), tags, shown));
        }
        String part = tasks.size() > ITEMS ? "The first " + ITEMS + " of " : "All ";
        return new Section.Answers(
                "Answers beside each other",
                part + tasks.size() + " prompts, with grade (1 is right) and the grader's reason.",
                baseline == null ? "" : baseline,
                items);
    }

    private static String percent(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                100 * estimate.value(),
                100 * estimate.interval().low(),
                100 * estimate.interval().high());
    }
}
