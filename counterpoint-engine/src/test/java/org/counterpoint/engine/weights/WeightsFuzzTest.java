package org.counterpoint.engine.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.RopeFrequencies;

/**
 * Whatever the bytes: a result, or a {@link ModelException} that names the file. Without JAZZER_FUZZ=1 the
 * stored inputs are replayed.
 */
class WeightsFuzzTest {
    private static final Path FILE = Path.of("fuzzed");

    @FuzzTest
    void safetensorsHeader(byte[] header) {
        for (long dataBytes : new long[] {0, 8, Long.MAX_VALUE}) {
            try {
                SafetensorsHeader.parse(FILE, header, dataBytes);
            } catch (ModelException expected) {
                requireFileNamed(expected);
            }
        }
    }

    @FuzzTest
    void architecture(byte[] json) {
        try {
            Architecture config = Architecture.parse(JsonObject.parse(FILE, json));
            if (config.attention().headDim() < 1000) {
                config.positions().ropes().forEach(rope -> RopeFrequencies.of(rope, 100));
            }
        } catch (ModelException expected) {
            requireFileNamed(expected);
        }
    }

    private static void requireFileNamed(ModelException exception) {
        if (!String.valueOf(exception.getMessage()).startsWith(FILE.toString())) {
            throw new AssertionError("the file is not named", exception);
        }
    }
}
