package org.counterpoint.train.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.counterpoint.engine.ScoringModel;
import org.counterpoint.train.ranks.RankNumbers;
import org.counterpoint.train.ranks.RankWork;
import org.counterpoint.train.ranks.Ranks;

/** Windows that ranks score side by side, one each, in their order; at the end of the data there may be fewer. */
public record ScoreRound(List<ScoreWindow> windows) {

    /** The windows from a group on, of which there is one. */
    public static ScoreRound from(TokenStore store, int first, int microBatchTokens, int most) throws IOException {
        List<ScoreWindow> windows = new ArrayList<>();
        int next = first;
        while (next < store.size() && windows.size() < most) {
            ScoreWindow window = ScoreWindow.from(store, next, microBatchTokens);
            windows.add(window);
            next = window.end();
        }
        return new ScoreRound(windows);
    }

    /**
     * Scores this rank's window, and has the scores of all of them.
     *
     * @param model with which {@code work} scores
     * @return one array a window
     */
    public List<double[]> score(Ranks ranks, ScoringModel model, Function<ScoreWindow, double[]> work)
            throws IOException {
        List<byte[]> results = RankWork.each(ranks, () -> {
            byte[] scores = ranks.rank() < windows.size()
                    ? RankNumbers.bytes(work.apply(windows.get(ranks.rank())))
                    : new byte[0];
            model.finishPasses();
            return scores;
        });
        return results.stream().limit(windows.size()).map(RankNumbers::of).toList();
    }
}
