package org.counterpoint.pairs.core.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.text.ComparedText;
import org.jspecify.annotations.Nullable;

/** The pairs with the lowest and the highest values of each score. */
final class Extremes implements Serializable {
    private static final int KEPT = 3;
    private static final int MOST_TEXT = 1200;
    /** Scores that a file brings along may have any number of names. */
    private static final int MOST_SCORES = 20;

    private final Map<String, Ends> ends = new TreeMap<>();

    private record Ends(PriorityQueue<Example> low, PriorityQueue<Example> high) implements Serializable {
        Ends() {
            this(new PriorityQueue<>(Comparator.reverseOrder()), new PriorityQueue<>());
        }
    }

    void offer(ResponseGroup group, Pair pair) {
        pair.scores().forEach((score, value) -> {
            Ends both = ends(score);
            if (both == null) {
                return;
            }
            Example worst = both.low.peek();
            if (both.low.size() < KEPT || worst == null || worst.compareTo(value, group.id()) >= 0) {
                keep(both.low, example(score, value, true, group, pair));
            }
            worst = both.high.peek();
            if (both.high.size() < KEPT || worst == null || worst.compareTo(value, group.id()) <= 0) {
                keep(both.high, example(score, value, false, group, pair));
            }
        });
    }

    void merge(Extremes later) {
        later.ends.forEach((score, others) -> {
            Ends both = ends(score);
            if (both != null) {
                others.low.forEach(example -> keep(both.low, example));
                others.high.forEach(example -> keep(both.high, example));
            }
        });
    }

    private @Nullable Ends ends(String score) {
        return ends.containsKey(score) || ends.size() < MOST_SCORES
                ? ends.computeIfAbsent(score, name -> new Ends())
                : null;
    }

    private static void keep(PriorityQueue<Example> queue, Example example) {
        queue.add(example);
        if (queue.size() > KEPT) {
            queue.remove();
        }
    }

    private static Example example(String score, double value, boolean low, ResponseGroup group, Pair pair) {
        Response chosen = group.responses().get(pair.chosen());
        Response rejected = group.responses().get(pair.rejected());
        return new Example(
                score,
                value,
                low,
                group.id(),
                pair.type(),
                ComparedText.cut(ComparedText.lastQuestion(group.prompt()), MOST_TEXT),
                chosen.model(),
                ComparedText.cut(chosen.spoken(), MOST_TEXT),
                rejected.model(),
                ComparedText.cut(rejected.spoken(), MOST_TEXT));
    }

    /** By score; lowest first, then highest first. A score with one value only has no ends. */
    List<Example> examples() {
        List<Example> all = new ArrayList<>();
        for (Ends both : ends.values()) {
            List<Example> low = both.low.stream().sorted().toList();
            List<Example> high =
                    both.high.stream().sorted(Comparator.reverseOrder()).toList();
            if (low.get(0).value() < high.get(0).value()) {
                all.addAll(low);
                all.addAll(high);
            }
        }
        return all;
    }
}
