package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.pairs.SplitChoices;
import org.counterpoint.pairs.SplitJob;
import org.counterpoint.store.Provenance;

/**
 * What the job {@code split} is told.
 *
 * @param data rows that have a prompt: a path of this machine or a URI
 * @param out the folder to make, likewise
 * @param parts whether files are left in parts
 */
record SplitSettings(String data, SplitChoices choices, String out, boolean overwrite, boolean parts) {
    /** @param here whether tasks run on this machine, so that they may write to its disk */
    ClusterOutput output(Configuration hadoop, boolean here) throws IOException {
        Provenance record = SplitJob.provenance(data, choices);
        record = AnswerInput.isLocal(data) ? record.from("data", Path.of(data)) : record;
        return ClusterOutput.at(new ClusterOut(out, overwrite, parts, false), record, hadoop, here);
    }
}
