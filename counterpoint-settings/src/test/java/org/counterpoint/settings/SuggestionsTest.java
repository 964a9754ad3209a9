package org.counterpoint.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

    private static final List<String> NAMES = List.of("--order", "--out", "--overwrite", "learning_rate", "beta");

    @ParameterizedTest
    @CsvSource({"--ordr,--order", "--outt,--out", "--over,--overwrite", "learning-rat,learning_rate", "baeta,beta"})
    void aSlipIsUnderstood(String typed, String meant) {
        assertThat(Suggestions.nearest(typed, NAMES)).contains(meant);
    }

    @Test
    void whatIsFarFromEverythingIsNotGuessedAt() {
        assertThat(Suggestions.nearest("--temperature", NAMES)).isEmpty();
        assertThat(Suggestions.nearest("--", NAMES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"beta,beta,0", "beta,beat,1", "beta,bta,1", "beta,zeta,1", "abc,xyz,3", "'',abc,3"})
    void distanceCountsEdits(String a, String b, int edits) {
        assertThat(Suggestions.distance(a, b)).isEqualTo(edits);
    }
}
