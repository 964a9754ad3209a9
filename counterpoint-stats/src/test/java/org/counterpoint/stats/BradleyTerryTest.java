package org.counterpoint.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BradleyTerryTest {

    @Test
    void agreesWithStatsmodels() {
        JsonNode golden = Golden.PYTHON.get("bradley_terry");
        List<Comparison> comparisons = new ArrayList<>();
        for (double[] row : Golden.rows(golden.get("comparisons"))) {
            comparisons.add(new Comparison((int) row[0], (int) row[1], (int) row[2], row[3]));
        }
        double[] strengths = Golden.numbers(golden.get("strengths"));
        double[] errors = Golden.numbers(golden.get("standard_errors"));
        Ranking ranking = BradleyTerry.fit(strengths.length, comparisons);
        for (int model = 0; model < strengths.length; model++) {
            Estimate ours = ranking.strength(model, 0.95);
            assertThat(ours.value()).isCloseTo(strengths[model], within(1e-9));
            assertThat(ours.standardError()).isCloseTo(errors[model], within(1e-9));
        }
        assertThat(ranking.difference(0, 1, 0.95).standardError())
                .isCloseTo(golden.get("standard_error_0_1").asDouble(), within(1e-9));
        assertThat(ranking.regularised()).isFalse();
        assertThat(ranking.order()).containsExactly(2, 1, 0, 3);
    }

    @Test
    void aModelThatWonEverythingHasAFiniteStrength() {
        List<Comparison> comparisons = new ArrayList<>();
        for (int unit = 0; unit < 30; unit++) {
            comparisons.add(new Comparison(unit, 0, 1, 1));
            comparisons.add(new Comparison(unit, 1, 2, unit % 2));
        }
        Ranking ranking = BradleyTerry.fit(3, comparisons);
        assertThat(ranking.regularised()).isTrue();
        assertThat(ranking.strength(0, 0.95).value()).isBetween(1.0, 6.0);
        assertThat(ranking.strength(0, 0.95).interval().method()).contains("prior");
        assertThat(ranking.undecided(0.95))
                .singleElement()
                .satisfies(pair -> assertThat(pair.stronger() + pair.weaker()).isEqualTo(3));
    }

    @Test
    void modelsThatNeverMetAreNotToldApart() {
        List<Comparison> comparisons = List.of(new Comparison(0, 0, 1, 1), new Comparison(1, 2, 3, 1));
        Ranking ranking = BradleyTerry.fit(4, comparisons);
        assertThat(ranking.regularised()).isTrue();
        assertThat(ranking.undecided(0.95)).hasSize(6);
    }

    @Test
    void nothingButTiesIsNoOrder() {
        List<Comparison> ties = new ArrayList<>();
        for (int unit = 0; unit < 10; unit++) {
            ties.add(new Comparison(unit, 0, 1, 0.5));
        }
        assertThat(BradleyTerry.fit(2, ties).beats(0, 1, 0.95).value()).isEqualTo(0.5);
        assertThat(BradleyTerry.fit(2, ties).undecided(0.95)).hasSize(1);
    }

    @Test
    void aCircleIsIntransitive() {
        List<Comparison> circle =
                List.of(new Comparison(0, 0, 1, 1), new Comparison(1, 1, 2, 1), new Comparison(2, 2, 0, 1));
        WinTable.Cycles cycles = WinTable.of(3, circle).cycles();
        assertThat(cycles.words()).isEqualTo("1 of 1 triples of models are intransitive: no ranking holds for them");
        List<Comparison> line =
                List.of(new Comparison(0, 0, 1, 1), new Comparison(1, 1, 2, 1), new Comparison(2, 0, 2, 1));
        assertThat(WinTable.of(3, line).cycles().cyclic()).isZero();
    }

    @Test
    void theSameAnswersTwiceAreNoMoreEvidence() {
        List<Comparison> once = new ArrayList<>();
        List<Comparison> twice = new ArrayList<>();
        for (int unit = 0; unit < 40; unit++) {
            Comparison comparison = new Comparison(unit, 0, 1, unit % 3 == 0 ? 0 : 1);
            once.add(comparison);
            twice.add(comparison);
            twice.add(comparison);
        }
        assertThat(BradleyTerry.fit(2, twice).strength(0, 0.95).standardError())
                .isCloseTo(BradleyTerry.fit(2, once).strength(0, 0.95).standardError(), within(1e-9));
    }
}
