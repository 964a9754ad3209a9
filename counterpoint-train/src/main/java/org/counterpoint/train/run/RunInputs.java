package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.counterpoint.data.write.Claim;
import org.counterpoint.store.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * What runs of every kind read, with its hashes.
 *
 * @param weights the hash of the policy's weights as they start
 * @param reference the hash of the reference's
 */
record RunInputs(DataSet training, @Nullable DataSet heldOut, String weights, String reference) {

    /** @throws org.counterpoint.data.InputException where a file or a model cannot be used */
    static RunInputs of(RunSetup setup) throws IOException {
        DataSet training = DataSet.of(setup.request().data());
        String file = setup.settings().evaluation().data();
        DataSet heldOut = file == null ? null : DataSet.of(Path.of(file));
        Provenance record = Provenance.of("train", Map.of()).from("data", training.file());
        Claim.requireNoInput(setup.request().out(), heldOut == null ? record : record.from("data", heldOut.file()));
        Path policy = setup.request().roles().policy();
        setup.backend().checkAdapter(policy, setup.settings());
        String weights = setup.backend().weightsHash(policy);
        return new RunInputs(training, heldOut, weights, setup.referenceHash(weights));
    }

    /** By the names that {@code run.json} has for them. */
    Map<String, String> hashes(boolean needsReference) {
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put("data_sha256", training.hash());
        if (heldOut != null) {
            hashes.put("evaluation_data_sha256", heldOut.hash());
        }
        hashes.put("weights_sha256", weights);
        if (needsReference) {
            hashes.put("reference_sha256", reference);
        }
        return hashes;
    }
}
