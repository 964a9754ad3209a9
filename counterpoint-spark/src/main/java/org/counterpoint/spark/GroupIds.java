package org.counterpoint.spark;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.counterpoint.data.ResponseGroup;
import org.counterpoint.data.spill.SpillValues;

/**
 * Which groups there are, for whoever looks for what stands beside them.
 *
 * @param work the folder of the job
 */
record GroupIds<T>(GroupSource<T> source, String work, Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {
    private static final String IDS = "ids";

    /**
     * Those of a task.
     *
     * @param lines how many lines of its file the task read
     * @param file their ids, in order
     */
    record Seen(long lines, String file) implements Serializable {}

    Iterator<Seen> see(int part, Iterator<T> content) {
        try (TaskFolder folder =
                        TaskFolder.of(work, IDS + "-" + part, hadoop.value().value());
                GroupSource.Groups groups = source.open(part, content, entry -> {})) {
            try (DataOutputStream ids = new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(folder.folder().resolve(IDS))))) {
                for (ResponseGroup group = groups.next(); group != null; group = groups.next()) {
                    SpillValues.writeText(group.id(), ids);
                }
            }
            return Collections.singleton(new Seen(groups.lines(), folder.finish() + "/" + IDS))
                    .iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
