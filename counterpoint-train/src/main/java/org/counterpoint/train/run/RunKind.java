package org.counterpoint.train.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.train.algorithm.Algorithm;
import org.counterpoint.train.batch.GroupEncoder;
import org.counterpoint.train.objective.Objective;
import org.counterpoint.train.objective.PolicyObjective;
import org.counterpoint.train.ranks.Ranks;
import org.jspecify.annotations.Nullable;

/** What of a run depends on where its steps come from: the groups of a file, or a policy's own answers. */
interface RunKind {

    /** @throws org.counterpoint.data.InputException where the data, the models or their settings cannot be used */
    static RunKind of(RunSetup setup) throws IOException {
        Objective objective = setup.settings().objective();
        return objective instanceof PolicyObjective policy
                ? new PolicyRun(setup, policy)
                : new GroupRun(setup, Algorithm.of(objective));
    }

    /** The models of the run, those that the method chooses among them. */
    Roles roles();

    /** What is read beside the policy, as the user gave it, by the name under which {@code run.json} tells it. */
    Map<String, Path> inputs();

    /** Hashes of all that is read, the policy's weights among them. */
    Map<String, String> hashes();

    /**
     * Makes what learns, from the start or from a checkpoint. Where the data cannot be used, a run that had not started
     * leaves no folder behind.
     *
     * @param ranks that learn together, of which this process leads
     * @throws org.counterpoint.data.InputException where the data cannot be used
     */
    ReadyRun prepare(RunFolder folder, GroupEncoder encoder, Checkpoints.@Nullable Found found, Ranks ranks)
            throws IOException;

    /**
     * Learns as one of the ranks that do not lead, until rank 0 has done.
     *
     * @param folder a rank's own, for what it must keep on the disk
     */
    void follow(Ranks ranks, Path folder, GroupEncoder encoder) throws IOException;
}
