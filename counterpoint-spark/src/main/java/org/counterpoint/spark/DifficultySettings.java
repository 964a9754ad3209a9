package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.pairs.DifficultyChoices;
import org.counterpoint.pairs.DifficultyJob;

/**
 * What the job {@code difficulty} is told.
 *
 * @param data groups or pairs: a path of this machine or a URI
 * @param choices what the pairs are scored by; the files they name are the driver's
 * @param out the folder to make, likewise
 * @param partitions into how many stretches the groups of pairs are cut; 0 for as many as the input or the cores suggest
 */
record DifficultySettings(String data, DifficultyChoices choices, ClusterOut out, int partitions) {
    /** @param here whether tasks run on this machine, so that they may write to its disk */
    ClusterOutput output(Configuration hadoop, boolean here) throws IOException {
        List<Path> files = AnswerInput.isLocal(data) ? List.of(Path.of(data)) : List.of();
        return ClusterOutput.at(out, DifficultyJob.provenance(data, files, choices), hadoop, here);
    }
}
