package org.counterpoint.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
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

    int partitions(int parts, int cores) {
        return layout.partitions() > 0 ? layout.partitions() : Math.max(parts, cores);
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
        return here && AnswerInput.isLocal(out)
                ? new LocalOutput(Path.of(out), record, overwrite, layout.parts())
                : new RemoteOutput(out, record, overwrite, layout.parts(), hadoop);
    }
}
