package org.counterpoint.engine.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;

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
    void modelConfig(byte[] json) {
        try {
            ModelConfig config = ConfigParser.parse(JsonObject.parse(FILE, json));
            if (config.headDim() < 1000) {
                RopeFrequencies.of(config, 100);
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
