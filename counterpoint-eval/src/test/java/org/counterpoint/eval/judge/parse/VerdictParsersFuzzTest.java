package org.counterpoint.eval.judge.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.counterpoint.data.Thoughts;

/** Any text gives a reading on the scale or none at all. Run with {@code JAZZER_FUZZ=1} to look for more inputs. */
class VerdictParsersFuzzTest {

    private static final List<Criterion> CRITERIA =
            List.of(new Criterion("a", "first", 1), new Criterion("b", "second", 2));

    private static final List<VerdictParser> PARSERS = List.of(
            new RankingParser("model_1", "model_2"),
            new LabelLogprobParser("m", "M"),
            new ScorePairParser(1, 10),
            new MarkParser("A", "B", "C"),
            new ChoiceParser("1", "2", "0"),
            new RatingParser(1, 10),
            new RubricParser(CRITERIA, 1, 5, true),
            new RubricParser(CRITERIA, 1, 5, false));

    @FuzzTest(maxDuration = "2m")
    void anyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (VerdictParser parser : PARSERS) {
            VerdictReading reading = parser.read(Replies.saying(text), Thoughts.USUAL);
            if (reading instanceof VerdictReading.Preference preference) {
                assertThat(preference.value()).isIn(1.0, 1.5, 2.0);
            } else if (reading instanceof VerdictReading.Rating rating) {
                assertThat(rating.value()).isBetween(1.0, 10.0);
            } else if (reading instanceof VerdictReading.Unreadable unreadable) {
                assertThat(unreadable.why()).isNotBlank();
            }
        }
    }
}
