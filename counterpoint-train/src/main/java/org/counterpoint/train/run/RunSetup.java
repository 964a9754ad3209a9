package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import org.counterpoint.data.InputException;
import org.counterpoint.data.write.LedgerFile;
import org.counterpoint.engine.Precision;
import org.counterpoint.train.settings.TrainSettings;

/** What a run starts from: what was asked for, where models come from, and who is told. */
record RunSetup(Backend backend, TrainRequest request, TrainProgress progress, Precision precision) {

    TrainSettings settings() {
        return request.settings();
    }

    /**
     * Identifies the reference's weights.
     *
     * @param policy the hash of the policy's
     * @throws InputException where a reference is given to a method that has none, or of other tokens
     */
    String referenceHash(String policy) throws IOException {
        Path given = request.roles().givenReference();
        if (given == null) {
            return policy;
        }
        String hash = backend.weightsHash(given);
        backend.requireSameTokens(request.roles().policy(), given);
        return hash;
    }

    /** Where it is kept what was set aside of a run that comes to nothing, and so has no folder. */
    Path ledgerBeside() {
        return LedgerFile.beside(request.out());
    }
}
