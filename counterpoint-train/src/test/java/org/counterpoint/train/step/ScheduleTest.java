package org.counterpoint.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Learning rates against transformers: src/test/golden/objectives.py. */
class ScheduleTest {

    @TestFactory
    List<DynamicTest> equalTransformers() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (InputStream in = ScheduleTest.class.getResourceAsStream("/golden/schedules.json")) {
            for (JsonNode row : JsonMapper.shared().readTree(Objects.requireNonNull(in))) {
                String name = row.get("schedule").asString() + " " + row.get("steps") + " " + row.get("warmup_ratio");
                tests.add(DynamicTest.dynamicTest(name, () -> {
                    Schedule schedule = Schedule.of(
                            row.get("schedule").asString(),
                            row.get("learning_rate").asDouble(),
                            row.get("warmup_ratio").asDouble(),
                            row.get("steps").asLong());
                    for (int k = 0; k < row.get("rates").size(); k++) {
                        assertThat(schedule.rate(k))
                                .as("step %d", k)
                                .isCloseTo(row.get("rates").get(k).asDouble(), within(1e-18));
                    }
                }));
            }
        }
        return tests;
    }
}
