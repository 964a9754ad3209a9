package org.counterpoint.spark;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.app.cluster.ClusterOut;
import org.counterpoint.data.InputException;
import org.counterpoint.pairs.PairChoices;
import org.counterpoint.pairs.PairsJob;
import org.counterpoint.store.Provenance;

/**
 * What the job {@code pairs} is told.
 *
 * @param answers the inputs; none where rows are given otherwise
 * @param choices which pairs are made; the files they name are the driver's
 * @param out the folder to make, a path of this machine or a URI
 * @param overwrite whether to replace what stands there
 * @param layout how the output lies there
 */
record PairsSettings(
        List<AnswerInput> answers, PairChoices choices, String out, boolean overwrite, OutputLayout layout) {
    PairsSettings {
        answers = List.copyOf(answers);
    }

    /**
     * @param here whether tasks run on this machine, so that they may write to its disk
     * @throws InputException where there is something that is not this command's own
     */
    ClusterOutput output(Configuration hadoop, boolean here) throws IOException {
        Provenance record = PairsJob.provenance(
                answers.stream().map(AnswerInput::toString).collect(Collectors.joining(" ")),
                answers.stream()
                        .filter(AnswerInput::local)
                        .map(AnswerInput::file)
                        .toList(),
                choices);
        return ClusterOutput.at(new ClusterOut(out, overwrite, layout.parts(), layout.parquet()), record, hadoop, here);
    }
}
