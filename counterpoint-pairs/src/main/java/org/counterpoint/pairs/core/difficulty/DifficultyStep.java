package org.counterpoint.pairs.core.difficulty;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.step.GroupStep;
import org.counterpoint.pairs.core.step.StepSink;

/**
 * Scores each pair of a group by what the group itself tells. Scores that a pair has already stay, but for those of the
 * same name.
 *
 * @param wanted which scores
 * @param strength what {@code strength_gap} is a difference of
 */
public record DifficultyStep(Set<Difficulty> wanted, Strength strength) implements GroupStep {
    public DifficultyStep {
        wanted = Set.copyOf(wanted);
    }

    @Override
    public ResponseGroup apply(ResponseGroup group, StepSink sink) {
        if (wanted.isEmpty() || group.pairs().isEmpty()) {
            return group;
        }
        GroupTexts texts = new GroupTexts(group);
        List<Pair> scored = new ArrayList<>(group.pairs().size());
        for (Pair pair : group.pairs()) {
            Map<String, Double> scores = new TreeMap<>(pair.scores());
            score(group, pair, texts, scores);
            scored.add(new Pair(pair.chosen(), pair.rejected(), pair.type(), scores));
        }
        return new ResponseGroup(group.id(), group.prompt(), group.responses(), scored, group.origin());
    }

    private void score(ResponseGroup group, Pair pair, GroupTexts texts, Map<String, Double> scores) {
        if (wanted.contains(Difficulty.LENGTH_GAP)) {
            scores.put(Difficulty.LENGTH_GAP.wireName(), (double) texts.lengthGap(pair));
        }
        if (wanted.contains(Difficulty.SIMILARITY)) {
            scores.put(Difficulty.SIMILARITY.wireName(), texts.similarity(pair));
        }
        if (wanted.contains(Difficulty.STRENGTH_GAP)) {
            Double chosen = strength.of(group.responses().get(pair.chosen()));
            Double rejected = strength.of(group.responses().get(pair.rejected()));
            if (chosen != null && rejected != null) {
                scores.put(Difficulty.STRENGTH_GAP.wireName(), chosen - rejected);
            }
        }
    }
}
