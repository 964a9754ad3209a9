package org.counterpoint.train.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.counterpoint.store.Version;
import org.counterpoint.train.ranks.RankException;
import org.counterpoint.train.ranks.RankWork;
import org.counterpoint.train.ranks.Ranks;
import tools.jackson.databind.json.JsonMapper;

/** Whether all ranks are about the same run: method, settings, version, and the hashes of data, tokenizer and weights. */
public final class RankAgreement {
    private RankAgreement() {}

    /**
     * Holds what every rank is to do against what rank 0 is.
     *
     * @param work the name of the command
     * @param hashes tells the inputs, and settings, on which what the ranks compute depends
     * @throws RankException naming the first rank that does not agree, and what is other with it
     */
    public static void require(Ranks ranks, String work, Hashes hashes) throws IOException {
        if (ranks.size() == 1) {
            return; // Nobody to agree with, and reading the weights for it takes as long as loading them.
        }
        require(ranks, () -> {
            Map<String, String> lineage = new TreeMap<>(hashes.byName());
            lineage.put(RunRecord.VERSION, Version.current());
            return new RunRecord(work, Map.of(), Map.of(), lineage).bytes();
        });
    }

    /** Reads what a rank has. */
    @FunctionalInterface
    public interface Hashes {
        Map<String, String> byName() throws IOException;
    }

    /**
     * Holds every rank's record against rank 0's.
     *
     * @throws RankException naming the first rank whose record is another, and what is other in it
     */
    static void require(Ranks ranks, RankWork.Part record) throws IOException {
        List<byte[]> all = RankWork.each(ranks, record);
        RunRecord first = JsonMapper.shared().readValue(all.get(0), RunRecord.class);
        for (int rank = 1; rank < all.size(); rank++) {
            List<String> differences = first.differencesOfRank(all.get(rank));
            if (!differences.isEmpty()) {
                throw new RankException(
                        "rank " + rank + " is not of the run that rank 0 is of (there: rank 0, now: rank " + rank
                                + ")\n  " + String.join("\n  ", differences)
                                + "\n  give all ranks the same command, program, data and models");
            }
        }
    }
}
