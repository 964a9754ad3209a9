package org.counterpoint.train.curriculum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CurriculumTest {
    private static final List<String> TYPES = List.of("a>b", "a>c", "b>c");
    private static final Draw ANY = new Draw(1, 0, "g");

    @ParameterizedTest
    @CsvSource({
        "LINEAR, 0, 1, 0", "LINEAR, 0.25, 0.75, 0.25", "LINEAR, 1, 0, 1",
        "REVERSE, 0, 0, 1", "REVERSE, 0.25, 0.25, 0.75", "REVERSE, 1, 1, 0",
        "STEP, 0.49, 1, 0", "STEP, 0.5, 0, 1", "STEP, 1, 0, 1",
        "MIXED, 0, 0.5, 0.5", "MIXED, 0.9, 0.5, 0.5"
    })
    void weighsTheTwoTypes(CurriculumKind kind, double t, double easy, double hard) {
        double[] weights = weighted(kind).weights(TYPES, t, ANY);
        assertThat(weights).containsExactly(new double[] {hard, easy, 0}, within(1e-12));
    }

    @Test
    void widensFromTheEasyTypeToAllOfThem() {
        Curriculum widening = new Curriculum(CurriculumKind.WIDEN, "a>c", "", 0.5, Realisation.WEIGHTED);
        assertThat(widening.weights(TYPES, 0, ANY)).containsExactly(0, 1, 0);
        assertThat(widening.weights(TYPES, 0.5, ANY)).containsExactly(new double[] {0.25, 0.5, 0.25}, within(1e-12));
        assertThat(widening.weights(TYPES, 1, ANY))
                .containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3.}, within(1e-12));
        assertThat(TYPES).allMatch(widening::learns);
        assertThat(TYPES.stream().filter(weighted(CurriculumKind.LINEAR)::learns))
                .containsExactly("a>b", "a>c");
    }

    @Test
    void scalesToTheTypesThatAGroupHas() {
        assertThat(weighted(CurriculumKind.LINEAR).weights(List.of("a>c", "b>c"), 0.9, ANY))
                .containsExactly(1, 0);
        assertThat(weighted(CurriculumKind.LINEAR).weights(List.of("b>c"), 0.9, ANY))
                .containsExactly(0);
        assertThat(weighted(CurriculumKind.LINEAR).weights(List.of("a>c"), 1, ANY))
                .containsExactly(0);
        assertThat(weighted(CurriculumKind.MIXED).weights(List.of("a>c", "a>c", "a>b"), 0, ANY))
                .containsExactly(new double[] {0.25, 0.25, 0.5}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(
            value = CurriculumKind.class,
            names = {"NONE", "SCORE"})
    void weighsEveryPairOneWithoutTypes(CurriculumKind kind) {
        Curriculum curriculum = new Curriculum(kind, "", "", 0.5, Realisation.WEIGHTED);
        assertThat(curriculum.weights(TYPES, 0.3, ANY)).containsExactly(1, 1, 1);
    }

    @Test
    void drawsOneWithTheWeightsAsProbabilities() {
        Curriculum curriculum = new Curriculum(CurriculumKind.LINEAR, "a>c", "a>b", 0.5, Realisation.SAMPLED);
        int groups = 20_000;
        double[] sum = new double[3];
        for (int g = 0; g < groups; g++) {
            double[] one = curriculum.weights(TYPES, 0.3, new Draw(7, 2, "group-" + g));
            assertThat(one[0] + one[1] + one[2]).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                sum[i] += one[i] / groups;
            }
        }
        assertThat(sum).containsExactly(new double[] {0.3, 0.7, 0}, within(0.015));
    }

    @Test
    void aDrawDependsOnSeedEpochAndGroupOnly() {
        assertThat(new Draw(7, 2, "x").uniform()).isEqualTo(new Draw(7, 2, "x").uniform());
        assertThat(List.of(
                        new Draw(7, 2, "x").uniform(),
                        new Draw(8, 2, "x").uniform(),
                        new Draw(7, 3, "x").uniform(),
                        new Draw(7, 2, "y").uniform()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aGroupWithNothingToGiveIsNotDrawnFrom() {
        Curriculum curriculum = new Curriculum(CurriculumKind.LINEAR, "a>c", "a>b", 0.5, Realisation.SAMPLED);
        assertThat(curriculum.weights(List.of("b>c"), 0.5, ANY)).containsExactly(0);
    }

    @Test
    void progressGoesFromZeroToOne() {
        assertThat(Curriculum.progress(0, 11)).isZero();
        assertThat(Curriculum.progress(5, 11)).isEqualTo(0.5);
        assertThat(Curriculum.progress(10, 11)).isEqualTo(1);
        assertThat(Curriculum.progress(0, 1)).isZero();
    }

    private static Curriculum weighted(CurriculumKind kind) {
        return new Curriculum(kind, "a>c", "a>b", 0.5, Realisation.WEIGHTED);
    }
}
