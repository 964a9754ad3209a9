package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.counterpoint.engine.text.TextCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against the token ids that TRL trained on (the golden trajectories of counterpoint-train). */
class GroupLengthsTest {
    private static final Path GOLDEN = Path.of("../counterpoint-train/src/test/resources/golden/trl");

    @Test
    void countsTheTokensThatTrlTrainsOn() throws IOException {
        List<GroupTokens> expected = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN.resolve("sequences.jsonl"))) {
            JsonNode row = new JsonMapper().readTree(line);
            List<Integer> responses = new ArrayList<>();
            row.required("responses").forEach(response -> responses.add(response.size()));
            expected.add(new GroupTokens(row.required("prompt").size(), responses));
        }
        try (TextCodec codec = TextCodec.open(GOLDEN.resolve("model"), null, false)) {
            assertThat(GroupLengths.of(BenchGroups.read(GOLDEN.resolve("groups.jsonl")), codec))
                    .extracting(DrawnGroups.Sized::tokens)
                    .isEqualTo(expected);
        }
    }
}
