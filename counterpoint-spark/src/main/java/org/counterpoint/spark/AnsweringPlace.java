package org.counterpoint.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.counterpoint.engine.Precision;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * The model that a task answers with: one a process, loaded by the first task that asks for it.
 *
 * @param folder where the model is, on every machine
 * @param base of an adapter; null for where the adapter says
 */
record AnsweringPlace(
        ModelOnExecutor folder,
        @Nullable ModelOnExecutor base,
        Precision precision,
        double temperature,
        int topK,
        double topP,
        int maxNewTokens)
        implements Serializable {
    private static @Nullable AnsweringPlace loadedFrom;
    private static @Nullable Generator loaded;

    /** Tasks of a process take turns: the model uses all the threads that it was given. */
    List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens) {
        synchronized (AnsweringPlace.class) {
            Generator model = loaded;
            if (model == null || !equals(loadedFrom)) {
                if (model != null) {
                    model.close();
                    loaded = null;
                }
                model = Generator.open(folder.here(), base == null ? null : base.here(), precision);
                loaded = model;
                loadedFrom = this;
            }
            return model.generate(requests, new Sampling(temperature, topK, topP), endTokens, maxNewTokens);
        }
    }
}
