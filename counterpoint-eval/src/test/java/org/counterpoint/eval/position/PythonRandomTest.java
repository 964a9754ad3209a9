package org.counterpoint.eval.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against values that CPython itself gave; see src/test/golden/python_random.py. */
class PythonRandomTest {

    @Test
    void numbersAreCPythonsToTheLastBit() throws IOException {
        for (JsonNode row : golden().path("random")) {
            String seed = row.path("seed").stringValue();
            PythonRandom random = new PythonRandom(seed);
            for (JsonNode expected : row.path("random")) {
                assertThat(random.random()).as(seed).isEqualTo(Double.parseDouble(expected.stringValue()));
            }
            PythonRandom later = new PythonRandom(seed);
            for (int i = 0; i < 999; i++) {
                later.random();
            }
            assertThat(later.random())
                    .isEqualTo(Double.parseDouble(row.path("thousandth").stringValue()));
        }
    }

    @Test
    void choicesAreCPythons() throws IOException {
        List<String> population = List.of("a", "b", "c", "d", "e", "f", "g");
        for (JsonNode row : golden().path("random")) {
            PythonRandom random = new PythonRandom(row.path("seed").stringValue());
            assertThat(Stream.generate(() -> random.choice(population))
                            .limit(12)
                            .collect(Collectors.joining()))
                    .isEqualTo(row.path("choices").stringValue());
        }
    }

    @Test
    void theSwitchIsAlpacaEvals() throws IOException {
        JsonNode rows = golden().path("switch");
        assertThat(rows).hasSize(64);
        for (JsonNode row : rows) {
            assertThat(PositionSwitch.isSwitched(row.path("instruction").stringValue()))
                    .isEqualTo(row.path("switched").booleanValue());
        }
        assertThat(rows.valueStream().filter(row -> row.path("switched").booleanValue()))
                .as("both orders are drawn")
                .hasSizeBetween(16, 48);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = PythonRandomTest.class.getResourceAsStream("/golden/python_random.json")) {
            return JsonMapper.shared().readTree(in);
        }
    }
}
