package org.counterpoint.pairs.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Pair;
import org.counterpoint.data.Prompt;
import org.counterpoint.data.Response;
import org.counterpoint.data.ResponseGroup;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private static final Origin HERE = new Origin("f", 1);

    @Test
    void lengthsAreCountedByTypeAndModelAndWarnedOf() {
        Measuring measuring = new Measuring();
        for (int i = 0; i < 300; i++) {
            measuring.add(group(i, "x".repeat(10 + i % 7), i % 10 == 0 ? "y".repeat(20) : "y".repeat(3)));
        }
        Measurements result = measuring.result();
        LengthBias bias = Objects.requireNonNull(result.biasByType().get("a>b"));
        assertThat(bias.chosenLonger()).isEqualTo(270);
        assertThat(bias.rejectedLonger()).isEqualTo(30);
        assertThat(bias.share()).isEqualTo(0.9);
        assertThat(bias.auc().value()).isBetween(0.9, 1.0);
        assertThat(result.models()).extracting(ModelLengths::model).containsExactly("a", "b");
        assertThat(result.models().get(1).meanLength()).isEqualTo((270 * 3 + 30 * 20) / 300.0);
        assertThat(Warnings.of(result, null))
                .anyMatch(words -> words.startsWith(
                        "The chosen answer is longer in 90 % of pairs (95 % interval 86 to 93 %): training may teach"
                                + " length."))
                .anyMatch(words -> words.contains("each stronger model writes longer answers (a 13, b 5"));
    }

    @Test
    void aScoresEndsAreShown() {
        Measuring measuring = new Measuring();
        for (int i = 0; i < 50; i++) {
            measuring.add(group(i, "x".repeat(i + 1), "y"));
        }
        assertThat(measuring.result().examples())
                .extracting(example -> example.score() + " " + example.value())
                .containsExactly("gap 0.0", "gap 1.0", "gap 2.0", "gap 49.0", "gap 48.0", "gap 47.0");
        assertThat(measuring.result().scores().get("gap")).satisfies(spread -> {
            assertThat(spread.n()).isEqualTo(50);
            assertThat(spread.quantile(0.5)).isEqualTo(24.5);
        });
    }

    /** In whatever order they come. */
    @Test
    void ofEqualScoresTheOutermostIdsAreShown() {
        List<Integer> numbers = new ArrayList<>(IntStream.range(10, 60).boxed().toList());
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(numbers, new Random(round));
            Measuring measuring = new Measuring();
            measuring.add(group(99, "xxx", "y"));
            numbers.forEach(i -> measuring.add(group(i, "xx", "y")));
            assertThat(measuring.result().examples())
                    .extracting(Example::id)
                    .containsExactly("g10", "g11", "g12", "g99", "g59", "g58");
        }
    }

    @Test
    void theSampleDoesNotDependOnTheOrderOfTheGroups() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add("id" + i);
        }
        List<String> first = sampled(ids);
        Collections.shuffle(ids, new Random(3));
        assertThat(sampled(ids)).isEqualTo(first).hasSize(100);
    }

    private static List<String> sampled(List<String> ids) {
        GroupSample sample = new GroupSample(100);
        ids.forEach(id -> sample.offer(id, () -> List.of(new PairFacts(id, "t", 1, 2, 0, Map.of()))));
        return sample.pairs().stream().map(PairFacts::group).toList();
    }

    @Test
    void oneModelAloneMakesNoPairAndThatIsSaid() {
        Measuring measuring = new Measuring();
        measuring.add(new ResponseGroup(
                "g", new Prompt.Plain("q"), List.of(new Response("a", "x", 0, null, HERE)), List.of(), HERE));
        assertThat(measuring.result().bias()).isNull();
        assertThat(Warnings.of(measuring.result(), null))
                .singleElement()
                .asString()
                .startsWith("There is no pair");
    }

    private static ResponseGroup group(int id, String chosen, String rejected) {
        return new ResponseGroup(
                "g" + id,
                new Prompt.Plain("q" + id),
                List.of(new Response("a", chosen, 0, null, HERE), new Response("b", rejected, 1, null, HERE)),
                List.of(new Pair(0, 1, "a>b", Map.of("gap", (double) chosen.length() - rejected.length()))),
                HERE);
    }

    /** One thread or many, cut here or there: the summary is the same. */
    @Test
    void partsMergedInOrderAreTheWhole() {
        Random random = new Random(7);
        List<ResponseGroup> groups = IntStream.range(0, 6_000)
                .mapToObj(i -> group(
                        "g" + i,
                        new String[] {"m" + random.nextInt(3), "n" + random.nextInt(3)},
                        "word ".repeat(1 + random.nextInt(5)),
                        "other ".repeat(1 + random.nextInt(5))))
                .toList();
        Measuring whole = new Measuring();
        groups.forEach(whole::add);
        Measuring merged = new Measuring();
        for (int from = 0; from < groups.size(); ) {
            int to = Math.min(groups.size(), from + 1 + random.nextInt(100));
            Measuring part = merged.part();
            groups.subList(from, to).forEach(part::add);
            merged.merge(part);
            from = to;
        }
        assertThat(merged.result().toString()).isEqualTo(whole.result().toString());
        assertThat(merged.result().sampledGroups()).isEqualTo(Measuring.SAMPLE);
    }

    private static ResponseGroup group(String id, String[] models, String chosen, String rejected) {
        Origin origin = new Origin("f", 1);
        return new ResponseGroup(
                id,
                new Prompt.Plain("q"),
                List.of(
                        new Response(models[0], chosen, 0, null, origin),
                        new Response(models[1], rejected, 1, null, origin)),
                List.of(new Pair(0, 1, models[0] + ">" + models[1], Map.of("gap", (double)
                        (chosen.length() - rejected.length())))),
                origin);
    }
}
