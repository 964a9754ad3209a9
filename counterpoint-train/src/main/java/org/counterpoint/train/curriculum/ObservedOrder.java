package org.counterpoint.train.curriculum;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of strength among models as the data's pairs tell it: a model stands above another when it is chosen over
 * it more often than the reverse; models are ordered by how many stand below them.
 */
public final class ObservedOrder {
    private final Map<String, Map<String, Long>> wins = new LinkedHashMap<>();

    /** Takes down one preference. */
    public void add(String chosen, String rejected) {
        add(chosen, rejected, 1);
    }

    /** Takes down a number of equal preferences. */
    public void add(String chosen, String rejected, long times) {
        wins.computeIfAbsent(chosen, model -> new LinkedHashMap<>()).merge(rejected, times, Long::sum);
        wins.computeIfAbsent(rejected, model -> new LinkedHashMap<>());
    }

    /** All models, strongest first; equals in order of appearance. */
    public List<String> strongestFirst() {
        List<String> models = new ArrayList<>(wins.keySet());
        models.sort(Comparator.comparingLong(this::below).reversed());
        return models;
    }

    private long below(String model) {
        return wins.keySet().stream()
                .filter(other -> count(model, other) > count(other, model))
                .count();
    }

    private long count(String chosen, String rejected) {
        return wins.getOrDefault(chosen, Map.of()).getOrDefault(rejected, 0L);
    }
}
