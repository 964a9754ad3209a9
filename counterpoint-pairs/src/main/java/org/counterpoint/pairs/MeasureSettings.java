package org.counterpoint.pairs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.counterpoint.pairs.core.difficulty.Difficulty;
import org.counterpoint.pairs.core.verdict.Disagreement;

/**
 * What is measured of pairs as they are made.
 *
 * @param verdicts annotations that the order is held against
 * @param scores which measures each pair gets
 */
public record MeasureSettings(List<Path> verdicts, Disagreement disagreement, Set<Difficulty> scores) {
    /** No verdicts, and the scores that cost next to nothing. */
    public static final MeasureSettings DEFAULTS =
            new MeasureSettings(List.of(), Disagreement.KEEP, Set.of(Difficulty.STRENGTH_GAP, Difficulty.LENGTH_GAP));

    public MeasureSettings {
        verdicts = List.copyOf(verdicts);
        scores = Set.copyOf(scores);
    }

    /** What the output depends on, by name; nothing for the defaults. */
    Map<String, String> describe() {
        Map<String, String> all = new TreeMap<>();
        if (!verdicts.isEmpty()) {
            all.put("verdicts", verdicts.stream().map(Path::toString).collect(Collectors.joining(" ")));
            all.put("disagreement", disagreement.wireName());
        }
        if (!scores.equals(DEFAULTS.scores)) {
            all.put("scores", scores.stream().map(Difficulty::wireName).sorted().collect(Collectors.joining(",")));
        }
        return all;
    }
}
