package org.counterpoint.spark;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.counterpoint.data.spill.SpillValues;
import org.counterpoint.pairs.ScoresBeside;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code score} wrote of the groups of one task, found by the driver as the local command finds it: in the groups'
 * order, by their ids.
 */
final class BesideFiles implements Closeable {
    private final @Nullable DataInputStream in;

    private BesideFiles(@Nullable DataInputStream in) {
        this.in = in;
    }

    /** What stands beside a group; null for nothing. */
    record Beside(@Nullable JsonNode logps, @Nullable JsonNode rewards) {}

    /**
     * Cuts the files of scores by tasks.
     *
     * @param ids of each task's groups, for Hadoop
     * @return a file a task, for Hadoop
     */
    static List<String> write(List<String> ids, ScoresBeside scores, ClusterOutput out, Configuration hadoop)
            throws IOException {
        List<String> written = new ArrayList<>();
        for (String groups : ids) {
            Path file = out.folder().resolve("beside-" + written.size());
            try (DataInputStream in = BatchFiles.open(groups, hadoop);
                    DataOutputStream to = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                while (BatchFiles.more(in)) {
                    String id = SpillValues.readText(in);
                    SpillValues.writeText(text(scores.logps(id)), to);
                    SpillValues.writeText(text(scores.rewards(id)), to);
                }
            }
            written.add(out.share(file));
        }
        return written;
    }

    /** @param files as {@link #write} made them; none where there are no scores */
    static BesideFiles open(List<String> files, int part, Configuration hadoop) throws IOException {
        return new BesideFiles(files.isEmpty() ? null : BatchFiles.open(files.get(part), hadoop));
    }

    /** Of the next group. */
    Beside next() throws IOException {
        return in == null
                ? new Beside(null, null)
                : new Beside(json(SpillValues.readNullableText(in)), json(SpillValues.readNullableText(in)));
    }

    private static @Nullable String text(@Nullable JsonNode row) {
        return row == null ? null : row.toString();
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        return text == null ? null : JsonMapper.shared().readTree(text);
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
