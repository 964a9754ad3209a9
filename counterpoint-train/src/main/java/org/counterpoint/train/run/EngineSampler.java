package org.counterpoint.train.run;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.train.rollout.Sampler;
import org.jspecify.annotations.Nullable;

/** The engine's generator over the weights of a live policy. */
final class EngineSampler implements Sampler {
    /** A heap of so many bytes is worth giving back. */
    private static final long LARGE = 128L << 20;

    private @Nullable Generator generator;

    EngineSampler(Generator generator) {
        this.generator = generator;
    }

    @Override
    public List<Drawn> draw(List<Request> requests, double temperature, Set<Integer> ends, int maxNewTokens) {
        List<Generator.Request> prompts = requests.stream()
                .map(request -> new Generator.Request(request.tokens(), request.seed()))
                .toList();
        return Objects.requireNonNull(generator, "closed")
                .generate(prompts, new Sampling(temperature, 0, 1), ends, maxNewTokens)
                .stream()
                .map(made -> new Drawn(made.tokens(), made.stopped(), made.logProbabilities()))
                .toList();
    }

    @Override
    public void close() {
        if (generator != null) {
            generator.close();
            generator = null;
            if (Runtime.getRuntime().totalMemory() > LARGE) {
                System.gc(); // The native library learns in memory that this copy of the weights would hold on to.
            }
        }
    }
}
