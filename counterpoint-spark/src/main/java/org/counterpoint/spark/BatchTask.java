package org.counterpoint.spark;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A task with a model: reads a file of batches, and leaves a file of what the model gives for them.
 *
 * @param name of the files that are left
 * @param folder in which tasks work, each attempt in one of its own
 */
record BatchTask(String name, String folder, Work work, Broadcast<SerializableConfiguration> hadoop)
        implements Serializable {

    /** What is done with the batches of a file. */
    @FunctionalInterface
    interface Work extends Serializable {
        void of(DataInputStream batches, DataOutputStream results) throws IOException;
    }

    /** Runs over all files, and gives the files that are left, in the same order. */
    List<String> over(List<String> files, JavaSparkContext spark) {
        return files.isEmpty()
                ? List.of()
                : spark.parallelize(files, files.size())
                        .mapPartitionsWithIndex(this::run, false)
                        .collect();
    }

    private Iterator<String> run(int part, Iterator<String> files) {
        try (TaskFolder task =
                        TaskFolder.of(folder, name + "-" + part, hadoop.value().value());
                DataInputStream in =
                        BatchFiles.open(files.next(), hadoop.value().value())) {
            Path file = task.folder().resolve(name);
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
                work.of(in, out);
            }
            return Collections.singleton(task.finish() + "/" + name).iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
