package org.counterpoint.train.batch;

import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.train.batch.PreparedGroup.Answer;
import org.counterpoint.train.batch.PreparedGroup.Preference;

/** Running counts of a preparation. */
final class PreparationCounts {
    private final Map<String, Long> pairs = new TreeMap<>();
    private final Map<String, Long> lostPairs = new TreeMap<>();
    private final StoreSummary.Lost lost = new StoreSummary.Lost(new TreeMap<>(), new TreeMap<>());
    private final Map<String, Long> models = new TreeMap<>();
    private final Map<String, Map<String, Long>> preferences = new TreeMap<>();
    private int groups;
    private long unused;
    private long responses;
    private long encoded;
    private long merged;
    private long truncated;
    private long tokens;

    void preferences(ResponseGroup group) {
        for (Pair pair : group.pairs()) {
            preferences
                    .computeIfAbsent(group.responses().get(pair.chosen()).model(), model -> new TreeMap<>())
                    .merge(group.responses().get(pair.rejected()).model(), 1L, Long::sum);
        }
    }

    void kept(PreparedGroup group) {
        groups++;
        responses += group.responses().size();
        for (Answer answer : group.responses()) {
            tokens += answer.sequence().tokens().length;
            models.merge(answer.model(), 1L, Long::sum);
        }
        for (Preference pair : group.pairs()) {
            pairs.merge(pair.type(), 1L, Long::sum);
        }
    }

    void encoded(int count, int mergedOnes) {
        encoded += count;
        merged += mergedOnes;
    }

    void truncated() {
        truncated++;
    }

    void lostPair(String type) {
        lostPairs.merge(type, 1L, Long::sum);
    }

    void lost(String reason, int answers) {
        lost.answers().merge(reason, (long) answers, Long::sum);
    }

    void pairLeftOut(String reason) {
        lost.pairs().merge(reason, 1L, Long::sum);
    }

    void unused() {
        unused++;
    }

    int groups() {
        return groups;
    }

    long responses() {
        return responses;
    }

    StoreSummary summary(Map<String, Long> setAside, String firstSetAside, String key, String content) {
        return new StoreSummary(
                key,
                content,
                groups,
                unused,
                responses,
                tokens,
                pairs,
                lostPairs,
                models,
                preferences,
                lost,
                setAside,
                firstSetAside,
                truncated,
                encoded,
                merged);
    }
}
