package org.counterpoint.eval.judge.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.counterpoint.data.rows.Row;
import org.counterpoint.data.rows.RowReader;
import org.counterpoint.data.rows.Rows;
import org.counterpoint.eval.position.PositionSwitch;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a real judge said, read by us, is what AlpacaEval took it for, the draw of the order included. */
class RealRankingsTest {
    private static final Path FILE = Path.of(
            System.getenv().getOrDefault("COUNTERPOINT_ALPACA_EVAL", "../../shared/data/alpaca_eval"),
            "annotations/gpt4_0314.json");

    @Test
    void everyRawAnswerGivesThePublishedPreference() {
        assumeTrue(Files.exists(FILE), "the shared AlpacaEval data are absent");
        RankingParser parser = new RankingParser("model_1", "model_2");
        int read = 0;
        try (RowReader rows = Rows.open(FILE)) {
            while (rows.hasNext()) {
                JsonNode row = ((Row.Valid) rows.next()).json();
                JsonNode raw = row.path("raw_completion");
                if (raw.isString()
                        && parser.read(Replies.saying(raw.stringValue())) instanceof VerdictReading.Preference said) {
                    boolean switched =
                            PositionSwitch.isSwitched(row.path("instruction").stringValue());
                    assertThat(switched ? 3 - said.value() : said.value())
                            .isEqualTo(row.path("preference").doubleValue());
                    read++;
                }
            }
        }
        assertThat(read).isEqualTo(763);
    }
}
