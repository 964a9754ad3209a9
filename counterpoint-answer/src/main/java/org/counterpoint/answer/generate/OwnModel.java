package org.counterpoint.answer.generate;

import java.util.List;
import java.util.Set;
import org.counterpoint.engine.model.Generator;

/** A model that is loaded into this process. */
record OwnModel(Generator generator, GenerateChoices choices) implements BatchModel {
    @Override
    public int positions() {
        return generator.config().positions().most();
    }

    @Override
    public List<Generator.Generated> generate(List<Generator.Request> requests, Set<Integer> endTokens) {
        return generator.generate(requests, choices.sampling(), endTokens, choices.maxNewTokens());
    }

    @Override
    public void close() {
        generator.close();
    }
}
