package org.counterpoint.train.run;

import java.io.IOException;
import org.counterpoint.train.batch.PreparedGroup;
import org.counterpoint.train.batch.ReferenceScores;
import org.counterpoint.train.batch.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * Prepared groups with what the reference says of them.
 *
 * @param reference null for methods without one
 */
record Scored(TokenStore store, @Nullable ReferenceScores reference) implements AutoCloseable {

    /** The reference's log-probabilities of the group's responses; zeros without a reference. */
    double[] references(PreparedGroup group) {
        return reference == null ? new double[group.responses().size()] : reference.of(group);
    }

    boolean needsReference() {
        return reference != null && !reference.complete();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
