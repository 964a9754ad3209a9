package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * What going on with a policy's own answers takes beside models and optimizers: {@code policy.json} in a checkpoint.
 *
 * @param klCoefficient as it is for the next step
 * @param rolloutBytes length of {@code rollouts.jsonl}
 */
record PolicyState(double klCoefficient, long rolloutBytes) {
    private static final String FILE = "policy.json";

    void write(Path checkpoint) throws IOException {
        Files.writeString(checkpoint.resolve(FILE), JsonMapper.shared().writeValueAsString(this) + "\n");
    }

    static PolicyState read(Path checkpoint) throws IOException {
        return JsonMapper.shared().readValue(Files.readString(checkpoint.resolve(FILE)), PolicyState.class);
    }
}
