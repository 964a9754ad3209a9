package org.counterpoint.engine.weights.gguf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import org.counterpoint.engine.ModelException;

/**
 * Whatever the bytes: a header, or a {@link ModelException} that names the file. Without JAZZER_FUZZ=1 the stored inputs
 * are replayed.
 */
class GgufFuzzTest {

    @FuzzTest
    void header(byte[] bytes) {
        for (long size : new long[] {bytes.length, Long.MAX_VALUE}) {
            try {
                GgufHeader.parse(Path.of("fuzzed"), new ByteArrayInputStream(bytes), size);
            } catch (ModelException expected) {
                if (!String.valueOf(expected.getMessage()).startsWith("fuzzed")) {
                    throw new AssertionError("the file is not named", expected);
                }
            }
        }
    }
}
