package org.counterpoint.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Function;
import org.counterpoint.engine.weights.ModelFolder;
import org.counterpoint.engine.weights.TensorData;
import tools.jackson.databind.JsonNode;

/** Compares how the weights of a run moved with how another program moved them. */
final class MovedWeights {
    private MovedWeights() {}

    /** How far each tensor moved over the run of a whole model, as the other program's did. */
    static void check(JsonNode probes, Path from, Path to) {
        try (ModelFolder before = ModelFolder.open(from);
                ModelFolder after = ModelFolder.open(to)) {
            check(probes, before::tensor, after::tensor, 1e-3);
        }
    }

    /** @param tolerance relative, of the length of a tensor's way; twice that of its direction */
    static void check(
            JsonNode probes,
            Function<String, TensorData> before,
            Function<String, TensorData> after,
            double tolerance) {
        probes.forEachEntry((name, probe) -> {
            float[] start = floats(before.apply(name));
            float[] end = floats(after.apply(name));
            double squares = 0;
            double dot = 0;
            for (int i = 0; i < start.length; i++) {
                double change = (double) end[i] - start[i];
                squares += change * change;
                dot += change * ((i * 7919L % 1009) / 1009.0 - 0.5);
            }
            double norm = probe.get("change").get("norm").asDouble();
            assertThat(Math.sqrt(squares)).as("change of %s", name).isCloseTo(norm, within(tolerance * norm));
            assertThat(dot)
                    .as("direction of %s", name)
                    .isCloseTo(probe.get("change").get("dot").asDouble(), within(2 * tolerance * norm));
        });
    }

    private static float[] floats(TensorData tensor) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.read(0, bytes);
        float[] values = new float[bytes.capacity() / Float.BYTES];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }
}
