package org.counterpoint.engine.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.weights.Golden;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RopeFrequenciesTest {
    /** A place or two of fp32: powers are rounded differently. */
    private static final double RELATIVE = 2.5e-7;

    static Stream<Named<JsonNode>> cases() throws IOException {
        JsonNode cases = JsonObject.MAPPER.readTree(Files.readAllBytes(Golden.path("rope.json")));
        return cases.valueStream()
                .map(c -> Named.of(c.get("config").get("rope_parameters") + " at " + c.get("sequence_length"), c));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void frequenciesAreThoseOfTransformers(JsonNode golden) {
        Rope rope = Architecture.parse(new JsonObject(Path.of("config.json"), "", (ObjectNode) golden.get("config")))
                .positions()
                .ropes()
                .get(0);
        RopeFrequencies frequencies =
                RopeFrequencies.of(rope, golden.get("sequence_length").intValue());
        assertThat(frequencies.attentionFactor())
                .isCloseTo(golden.get("attention_factor").doubleValue(), within(1e-12));
        assertThat(frequencies.inverse()).hasSize(golden.get("inverse").size());
        for (int i = 0; i < frequencies.inverse().length; i++) {
            double expected = golden.get("inverse").get(i).doubleValue();
            assertThat(frequencies.inverse()[i]).as("dimension %d", i).isCloseTo(expected, within(RELATIVE * expected));
        }
    }

    @Test
    void dynamicScalingStartsBeyondTheOriginalLength() {
        Rope rope = Architecture.parse(Golden.model("llama-dynamic").resolve("config.json"))
                .positions()
                .ropes()
                .get(0);
        double[] within = RopeFrequencies.of(rope, 3).inverse();
        assertThat(RopeFrequencies.of(rope, 16).inverse()).isEqualTo(within);
        assertThat(RopeFrequencies.of(rope, 17).inverse()[1]).isLessThan(within[1]);
        assertThat(RopeFrequencies.of(rope, 40).inverse()[1])
                .isLessThan(RopeFrequencies.of(rope, 17).inverse()[1]);
    }
}
