package org.counterpoint.train.run;

import java.io.IOException;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.curriculum.Curriculum;
import org.jspecify.annotations.Nullable;

/** What is known before a model is needed. */
record Prepared(
        Algorithm algorithm,
        Curriculum curriculum,
        Scored data,
        @Nullable Scored held) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        try (data;
                held) {
            // both are closed, also where one fails
        }
    }
}
