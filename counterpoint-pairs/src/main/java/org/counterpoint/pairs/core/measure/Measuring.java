package org.counterpoint.pairs.core.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.pairs.core.difficulty.GroupTexts;
import org.counterpoint.pairs.core.step.Summary;
import org.counterpoint.stats.Estimate;
import org.counterpoint.stats.Interval;
import org.counterpoint.stats.PairedAuc;
import org.counterpoint.stats.Proportions;

/**
 * Measures groups as they pass. Counts and means are over all of them; medians, similarities, the AUC and distributions
 * rest on a sample of groups, which is all of them up to {@link #SAMPLE}.
 */
public final class Measuring implements Summary<Measuring> {
    /** How many groups the sample holds at most. */
    public static final int SAMPLE = 5_000;

    private static final double LEVEL = 0.95;
    /** More types than a person looks at; a file with a model name a row must not fill the memory. */
    private static final int MOST_TYPES = 200;

    private static final String OTHER_TYPES = "(other types)";

    private final Map<String, ModelSums> models = new LinkedHashMap<>();
    private final Map<String, Lengths> byType = new LinkedHashMap<>();
    private final Lengths all = new Lengths();
    private final GroupSample sample;
    /** A part holds the names of its own groups, however many: which are too many only the whole can tell. */
    private final int mostTypes;

    private final Extremes extremes = new Extremes();
    private long groups;
    private long groupsWithPairs;

    /** An empty one. */
    public Measuring() {
        this(new GroupSample(SAMPLE), MOST_TYPES);
    }

    private Measuring(GroupSample sample, int mostTypes) {
        this.sample = sample;
        this.mostTypes = mostTypes;
    }

    /** An empty part of this one, which knows what need not be looked at for the sample any more. */
    public Measuring part() {
        return new Measuring(sample.part(), Integer.MAX_VALUE);
    }

    private static final class ModelSums implements Serializable {
        private long answers;
        private long rank;
        private long length;

        void add(long moreAnswers, long moreRank, long moreLength) {
            answers += moreAnswers;
            rank += moreRank;
            length += moreLength;
        }
    }

    private static final class Lengths implements Serializable {
        private long pairs;
        private long longer;
        private long shorter;

        void add(int gap) {
            add(1, gap > 0 ? 1 : 0, gap < 0 ? 1 : 0);
        }

        void add(Lengths more) {
            add(more.pairs, more.longer, more.shorter);
        }

        private void add(long morePairs, long moreLonger, long moreShorter) {
            pairs += morePairs;
            longer += moreLonger;
            shorter += moreShorter;
        }
    }

    /** Takes down one group. */
    public void add(ResponseGroup group) {
        GroupTexts texts = new GroupTexts(group);
        groups++;
        for (int i = 0; i < group.responses().size(); i++) {
            Response response = group.responses().get(i);
            addModel(response.model(), 1, response.rank(), texts.length(i));
        }
        if (group.pairs().isEmpty()) {
            return;
        }
        groupsWithPairs++;
        for (Pair pair : group.pairs()) {
            int gap = texts.lengthGap(pair);
            all.add(gap);
            byType.computeIfAbsent(known(pair.type()), type -> new Lengths()).add(gap);
            extremes.offer(group, pair);
        }
        sample.offer(group.id(), () -> ofKnownTypes(facts(group, texts)));
    }

    private void addModel(String model, long answers, long rank, long length) {
        if (models.size() < mostTypes || models.containsKey(model)) {
            models.computeIfAbsent(model, name -> new ModelSums()).add(answers, rank, length);
        }
    }

    private List<PairFacts> ofKnownTypes(List<PairFacts> facts) {
        return facts.stream().map(pair -> pair.ofType(known(pair.type()))).toList();
    }

    @Override
    public void merge(Measuring later) {
        groups += later.groups;
        groupsWithPairs += later.groupsWithPairs;
        later.models.forEach((model, sums) -> addModel(model, sums.answers, sums.rank, sums.length));
        all.add(later.all);
        later.byType.forEach((type, lengths) ->
                byType.computeIfAbsent(known(type), name -> new Lengths()).add(lengths));
        extremes.merge(later.extremes);
        sample.merge(later.sample, this::ofKnownTypes);
    }

    private String known(String type) {
        return byType.size() < mostTypes || byType.containsKey(type) ? type : OTHER_TYPES;
    }

    private static List<PairFacts> facts(ResponseGroup group, GroupTexts texts) {
        List<PairFacts> facts = new ArrayList<>(group.pairs().size());
        for (Pair pair : group.pairs()) {
            facts.add(new PairFacts(
                    group.id(),
                    pair.type(),
                    texts.length(pair.chosen()),
                    texts.length(pair.rejected()),
                    texts.similarity(pair),
                    pair.scores()));
        }
        return facts;
    }

    /** What was measured so far. */
    public Measurements result() {
        List<PairFacts> sampled = sample.pairs();
        Map<String, LengthBias> biasByType = new LinkedHashMap<>();
        Map<String, Spread> similarity = new LinkedHashMap<>();
        byType.forEach((type, lengths) -> {
            Predicate<PairFacts> ofType = pair -> pair.type().equals(type);
            List<PairFacts> those = sampled.stream().filter(ofType).toList();
            if (!those.isEmpty()) {
                biasByType.put(type, bias(lengths, lengths.pairs, those));
                similarity.put(
                        type,
                        Spread.of(those.stream()
                                .mapToDouble(PairFacts::similarity)
                                .toArray()));
            }
        });
        return new Measurements(
                modelLengths(),
                sampled.isEmpty() ? null : bias(all, groupsWithPairs, sampled),
                biasByType,
                similarity,
                scores(sampled),
                extremes.examples(),
                sample.groups(),
                groups);
    }

    /** @param independent how many independent pairs there are: those of one prompt are not */
    private static LengthBias bias(Lengths lengths, long independent, List<PairFacts> sampled) {
        double share = (lengths.longer + (lengths.pairs - lengths.longer - lengths.shorter) / 2.0) / lengths.pairs;
        Interval interval = Proportions.wilson(share * independent, (double) independent, LEVEL);
        return new LengthBias(lengths.pairs, lengths.longer, lengths.shorter, share, interval, auc(sampled));
    }

    private static Estimate auc(List<PairFacts> sampled) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] units = new int[sampled.size()];
        for (int i = 0; i < units.length; i++) {
            units[i] = numbers.computeIfAbsent(sampled.get(i).group(), group -> numbers.size());
        }
        double[] gaps = sampled.stream().mapToDouble(PairFacts::lengthGap).toArray();
        return PairedAuc.of(gaps, units, LEVEL);
    }

    private List<ModelLengths> modelLengths() {
        List<ModelLengths> lengths = new ArrayList<>();
        models.forEach((model, sums) -> lengths.add(new ModelLengths(
                model, sums.answers, (double) sums.rank / sums.answers, (double) sums.length / sums.answers)));
        lengths.sort(Comparator.comparingDouble(ModelLengths::meanRank).thenComparing(ModelLengths::model));
        return lengths;
    }

    private static Map<String, Spread> scores(List<PairFacts> sampled) {
        Map<String, List<Double>> byName = new TreeMap<>();
        sampled.forEach(
                pair -> pair.scores().forEach((name, value) -> byName.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(value)));
        Map<String, Spread> spreads = new TreeMap<>();
        byName.forEach((name, values) -> spreads.put(
                name, Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray())));
        return spreads;
    }
}
