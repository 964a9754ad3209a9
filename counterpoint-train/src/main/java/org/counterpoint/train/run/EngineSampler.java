package org.counterpoint.train.run;

import java.util.List;
import java.util.Set;
import org.counterpoint.engine.model.Generator;
import org.counterpoint.engine.model.Sampling;
import org.counterpoint.train.rollout.Sampler;

/** The engine's generator over the weights of a live policy. */
record EngineSampler(Generator generator) implements Sampler {

    @Override
    public List<Drawn> draw(List<Request> requests, double temperature, Set<Integer> ends, int maxNewTokens) {
        List<Generator.Request> prompts = requests.stream()
                .map(request -> new Generator.Request(request.tokens(), request.seed()))
                .toList();
        return generator.generate(prompts, new Sampling(temperature, 0, 1), ends, maxNewTokens).stream()
                .map(made -> new Drawn(made.tokens(), made.stopped(), made.logProbabilities()))
                .toList();
    }

    @Override
    public void close() {
        generator.close();
    }
}
