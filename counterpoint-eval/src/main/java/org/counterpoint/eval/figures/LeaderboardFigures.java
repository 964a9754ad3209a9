package org.counterpoint.eval.figures;

import java.util.List;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.eval.annotations.Judgement;

/**
 * A line of AlpacaEval's leaderboard, equal to what its package computes to the last digit
 * (tatsu-lab/alpaca_eval, {@code metrics.get_winrate}).
 *
 * @param winRate 100 * mean of {@code preference - 1}
 * @param standardError 100 * standard deviation (n - 1) / sqrt(n); NaN of one row
 * @param wins how many preferences lie above 1.5
 * @param winsBase how many lie below
 * @param draws how many are exactly 1.5
 * @param total how many rows have a verdict
 * @param discreteWinRate the win rate with each preference taken to the side on which it lies, or left a draw
 * @param averageLength integer part of the mean length of {@code output_2} in code points, over all rows
 */
public record LeaderboardFigures(
        double winRate,
        double standardError,
        int wins,
        int winsBase,
        int draws,
        int total,
        double discreteWinRate,
        long averageLength,
        long averageBaselineLength) {

    /** @throws IllegalArgumentException where no row has a verdict */
    public static LeaderboardFigures of(AnnotationSet set) {
        double[] scores = set.scores();
        int n = scores.length;
        if (n == 0) {
            throw new IllegalArgumentException("no verdict");
        }
        int wins = 0;
        int winsBase = 0;
        for (double score : scores) {
            wins += score > 0.5 ? 1 : 0;
            winsBase += score < 0.5 ? 1 : 0;
        }
        int draws = n - wins - winsBase;
        double mean = NumpySum.of(scores) / n;
        double[] squares = new double[n];
        for (int i = 0; i < n; i++) {
            squares[i] = (mean - scores[i]) * (mean - scores[i]);
        }
        double variance = n == 1 ? Double.NaN : NumpySum.of(squares) / (n - 1);
        return new LeaderboardFigures(
                mean * 100,
                Math.sqrt(variance) / Math.sqrt(n) * 100,
                wins,
                winsBase,
                draws,
                n,
                (wins + 0.5 * draws) / n * 100,
                meanLength(set.judgements(), true),
                meanLength(set.judgements(), false));
    }

    private static long meanLength(List<Judgement> judgements, boolean candidate) {
        long sum = 0;
        for (Judgement judgement : judgements) {
            sum += candidate ? judgement.candidateLength() : judgement.baselineLength();
        }
        return sum / judgements.size();
    }
}
