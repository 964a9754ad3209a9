package org.counterpoint.pairs.core.difficulty;

import java.io.Serializable;
import java.util.Map;
import org.counterpoint.data.Response;
import org.jspecify.annotations.Nullable;

/** How strong an answer's source is, on a scale of its own. */
public sealed interface Strength extends Serializable {
    /** More is stronger; null where it is not known. */
    @Nullable
    Double of(Response response);

    /** Minus the rank: a gap counts the places between. */
    record ByRank() implements Strength {
        @Override
        public Double of(Response response) {
            return (double) -response.rank();
        }
    }

    /** The rating that the data give the answer. */
    record ByRating() implements Strength {
        @Override
        public @Nullable Double of(Response response) {
            return response.rating();
        }
    }

    /** A strength of each model, such as Bradley-Terry's log-odds. */
    record ByModel(Map<String, Double> strengths) implements Strength {
        public ByModel {
            strengths = Map.copyOf(strengths);
        }

        @Override
        public @Nullable Double of(Response response) {
            return strengths.get(response.model());
        }
    }
}
