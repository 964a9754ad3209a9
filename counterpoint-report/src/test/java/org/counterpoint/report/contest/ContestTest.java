package org.counterpoint.report.contest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContestTest {

    @Test
    void oneSentenceSaysWhoWonByHowMuch() {
        assertThat(contest(arm("b", 50.2, 49, 51), arm("a", 53, 52, 54), arm("c", 48, 47, 49))
                        .sentence())
                .isEqualTo(
                        "Of 3 arms compared with sft, 1 is better (a), 1 is worse (c) and 1 is not told apart from it"
                                + " (b); a did best, 53 % of comparisons won (52 to 54; sft is at 50).");
    }

    @Test
    void nobodyWinsWhereAllIntervalsHoldTheLine() {
        assertThat(contest(arm("a", 51.25, 49, 53.5), arm("b", 49, 47, 51)).sentence())
                .isEqualTo("Of 2 arms compared with sft, 2 are not told apart from it (a, b);"
                        + " a comes out highest, 51.3 % of comparisons won (49 to 53.5; sft is at 50).");
        assertThat(contest(arm("a", 50, 50, 50)).sentence()).startsWith("a cannot be told from sft: ");
    }

    @Test
    void namesThatWouldFillTheSentenceAreLeftToThePicture() {
        Contest long1 =
                contest(arm("a name of an arm that says all of its settings", 53, 52, 54), arm("b", 50, 49, 51));
        assertThat(long1.sentence()).contains("1 is better and 1 is not told apart from it (b)");
    }

    @Test
    void thePictureIsSortedWithTheBaselineAmongTheArms() {
        List<JsonNode> rows = contest(arm("c", 48, 47, 49), arm("a", 53, 52, 54), arm("b", 50.2, 49, 51))
                .picture()
                .vegaLite()
                .get("data")
                .get("values")
                .valueStream()
                .toList();
        assertThat(rows.stream()
                        .map(row -> row.get("label").asString() + " "
                                + row.get("side").asString())
                        .collect(Collectors.toList()))
                .containsExactly("a better", "b not told apart", "sft baseline", "c worse");
    }

    private static Contest contest(Contest.Arm... arms) {
        return new Contest("win rate, %", 50, "sft", " % of comparisons won", "95 % intervals", List.of(arms));
    }

    private static Contest.Arm arm(String name, double value, double low, double high) {
        return new Contest.Arm(name, value, low, high);
    }
}
