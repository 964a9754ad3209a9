package org.counterpoint.eval.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.counterpoint.data.InputException;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Proportions;
import org.counterpoint.stats.WinRate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a list of annotation files says. The same files, settings and seed give the same figures.
 *
 * @param ranking null where there are fewer than three models, or nothing to rank them by
 */
public record Analysis(List<FileFigures> files, @Nullable ModelRanking ranking, List<ArmFigures> arms) {
    /** Up to this many files each is compared with every earlier one, beyond it with the first. */
    private static final int ALL_PAIRS_UP_TO = 10;

    public Analysis {
        files = List.copyOf(files);
        arms = List.copyOf(arms);
    }

    /**
     * @param level of all intervals, such as 0.95
     * @param categories ways of parting the instructions, beside the annotations' own {@code dataset}
     * @param brief whether only the leaderboard's figures are wanted, with Wilson's intervals: nothing is resampled or
     *     compared
     * @param arms files of one arm by its name, as the places of the files; empty where every file stands for itself
     */
    public record Settings(
            double level,
            long seed,
            InstructionDifficulty difficulty,
            List<Categories> categories,
            boolean brief,
            Map<String, List<Integer>> arms) {
        public Settings {
            categories = List.copyOf(categories);
            arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
        }
    }

    /** @throws InputException where a file has no verdict at all */
    public static Analysis of(List<AnnotationSet> sets, Settings settings) {
        for (AnnotationSet set : sets) {
            if (set.judgements().stream().noneMatch(Judgement::hasVerdict)) {
                throw new InputException(set.file() + ": none of its rows (" + set.rowsRead()
                        + ") has a verdict: every 'preference' is null or outside 1 to 2.");
            }
        }
        List<@Nullable LengthControlled> controlled = controlled(sets, settings);
        if (settings.brief()) {
            List<FileFigures> files = IntStream.range(0, sets.size())
                    .mapToObj(place -> brief(sets.get(place), controlled.get(place), settings))
                    .toList();
            return new Analysis(files, null, List.of());
        }
        List<FileFigures> files = IntStream.range(0, sets.size())
                .parallel()
                .mapToObj(place -> figures(place, sets, controlled.get(place), settings))
                .toList();
        return new Analysis(files, ranking(sets, settings), arms(sets, settings));
    }

    private static FileFigures brief(AnnotationSet set, @Nullable LengthControlled controlled, Settings settings) {
        double[] scores = set.scores();
        LeaderboardFigures figures = LeaderboardFigures.of(set);
        Estimate winRate = new Estimate(
                figures.winRate() / 100,
                figures.standardError() / 100,
                Proportions.wilsonOfScores(scores, settings.level()),
                scores.length);
        return new FileFigures(
                set,
                figures,
                winRate,
                SampleDeviation.of(scores),
                null,
                controlled,
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static FileFigures figures(
            int place, List<AnnotationSet> sets, @Nullable LengthControlled controlled, Settings settings) {
        AnnotationSet set = sets.get(place);
        double[] scores = set.scores();
        List<Categories> ways = new ArrayList<>();
        if (set.judgements().stream().anyMatch(j -> j.dataset() != null)) {
            ways.add(new Categories.Dataset());
        }
        ways.addAll(settings.categories());
        List<AnnotationSet> earlier = sets.subList(0, sets.size() <= ALL_PAIRS_UP_TO ? place : Math.min(place, 1));
        List<JudgeAgreement> agreement = new ArrayList<>(JudgeAgreement.within(set, settings.level()));
        earlier.forEach(other -> agreement.addAll(JudgeAgreement.between(other, set, settings.level())));
        return new FileFigures(
                set,
                LeaderboardFigures.of(set),
                WinRate.of(scores, settings.level(), settings.seed()),
                SampleDeviation.of(scores),
                LengthEffect.of(set, settings.level(), settings.seed()),
                controlled,
                PositionBias.of(set, settings.level(), settings.seed()),
                ways.stream()
                        .map(way -> CategoryTable.of(set, way, settings.level(), settings.seed()))
                        .toList(),
                agreement,
                earlier.stream()
                        .map(other -> PairedComparison.of(set, other, settings.level(), settings.seed()))
                        .toList());
    }

    private static List<@Nullable LengthControlled> controlled(List<AnnotationSet> sets, Settings settings) {
        InstructionDifficulty difficulty = settings.difficulty();
        if (difficulty instanceof InstructionDifficulty.Off) {
            return Collections.nCopies(sets.size(), null);
        }
        if (difficulty instanceof InstructionDifficulty.Estimated) {
            try {
                return new ArrayList<>(SharedDifficultyFit.of(sets, settings.level(), settings.seed()));
            } catch (ArithmeticException e) {
                return Collections.nCopies(sets.size(), null); // Somebody wins everything: no finite fit exists.
            }
        }
        Map<String, Double> table =
                difficulty instanceof InstructionDifficulty.Table given ? given.byInstruction() : null;
        return sets.stream().parallel().map(set -> alone(set, table, settings)).toList();
    }

    private static @Nullable LengthControlled alone(
            AnnotationSet set, @Nullable Map<String, Double> table, Settings settings) {
        try {
            return LengthFit.of(set, table, settings.level());
        } catch (ArithmeticException e) {
            return null; // Too few rows, or all of one length: nothing to fit.
        }
    }

    private static @Nullable ModelRanking ranking(List<AnnotationSet> sets, Settings settings) {
        long models = sets.stream()
                .flatMap(set -> java.util.stream.Stream.of(set.baseline(), set.candidate()))
                .distinct()
                .count();
        return models < 3 ? null : ModelRanking.of(sets, settings.level());
    }

    private static List<ArmFigures> arms(List<AnnotationSet> sets, Settings settings) {
        if (settings.arms().isEmpty()) {
            return List.of();
        }
        Map<String, List<AnnotationSet>> arms = new LinkedHashMap<>();
        settings.arms()
                .forEach((name, places) ->
                        arms.put(name, places.stream().map(sets::get).toList()));
        try {
            return ArmFigures.of(arms, settings.level());
        } catch (IllegalArgumentException e) {
            throw new InputException("The files of the arms do not fit together: " + e.getMessage() + ".", e);
        }
    }
}
