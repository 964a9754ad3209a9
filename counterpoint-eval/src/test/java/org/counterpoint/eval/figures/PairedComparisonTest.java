package org.counterpoint.eval.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.counterpoint.eval.annotations.AnnotationFiles;
import org.counterpoint.eval.annotations.AnnotationSet;
import org.counterpoint.stats.McNemar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class PairedComparisonTest {

    @TempDir
    Path folder;

    @Test
    void mcNemarTestsWhereItDoesBetterAgainstWhereItDoesWorse() throws IOException {
        PairedComparison paired = compare(i -> i < 9 ? 2 : 1, i -> i < 9 ? 1 : i < 11 ? 2 : 1);
        assertThat(paired.counts()).isEqualTo(new PairedComparison.Counts(9, 2));
        assertThat(paired.mcNemar()).isEqualTo(McNemar.exact(9, 2));
    }

    @Test
    void mcNemarIsNotGivenWhereItsCountsPointTheOtherWay() throws IOException {
        // Better by a little on fifteen instructions, worse by all there is on five: it loses, and yet is better more
        // often.
        PairedComparison paired = compare(i -> i < 15 ? 1.6 : 1, i -> i < 15 ? 1.5 : i < 20 ? 2 : 1);
        assertThat(paired.difference()).isNotNull();
        assertThat(paired.difference().value()).isNegative();
        assertThat(paired.counts()).isEqualTo(new PairedComparison.Counts(15, 5));
        assertThat(paired.mcNemar()).isNull();
    }

    @Test
    void thePairedDifferenceIsThatOfTheWinRatesWherePopulationsAreTheSame() throws IOException {
        AnnotationSet here = set("here.json", 40, i -> 1 + (i * 7 % 10) / 10.0);
        AnnotationSet there = set("there.json", 40, i -> 1 + (i * 3 % 4) / 4.0);
        PairedComparison paired = PairedComparison.of(here, there, 0.95, 1);
        double rates = LeaderboardFigures.of(here).winRate()
                - LeaderboardFigures.of(there).winRate();
        assertThat(paired.shared()).isEqualTo(40);
        assertThat(paired.difference()).isNotNull();
        assertThat(100 * paired.difference().value()).isCloseTo(rates, within(1e-9));
    }

    private PairedComparison compare(IntToDoubleFunction here, IntToDoubleFunction there) throws IOException {
        return PairedComparison.of(set("here.json", 30, here), set("there.json", 30, there), 0.95, 1);
    }

    private AnnotationSet set(String file, int rows, IntToDoubleFunction preference) throws IOException {
        List<ObjectNode> written = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            written.add(AnnotationFiles.row("instruction " + i, preference.applyAsDouble(i)));
        }
        return AnnotationFiles.read(AnnotationFiles.write(folder.resolve(file), written));
    }
}
