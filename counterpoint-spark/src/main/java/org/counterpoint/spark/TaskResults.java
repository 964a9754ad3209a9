package org.counterpoint.spark;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** What tasks left, file after file. */
final class TaskResults implements AutoCloseable {
    private final Iterator<String> files;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final String missing;
    private @Nullable DataInputStream in;

    /** @param missing what is said where there is less than is asked for */
    TaskResults(List<String> files, Broadcast<SerializableConfiguration> hadoop, String missing) {
        this.files = files.iterator();
        this.hadoop = hadoop;
        this.missing = missing;
    }

    /** The file in which the next result begins. */
    DataInputStream next() throws IOException {
        DataInputStream from = in;
        while (from == null || !BatchFiles.more(from)) {
            close();
            if (!files.hasNext()) {
                throw new EOFException(missing);
            }
            from = BatchFiles.open(files.next(), hadoop.value().value());
            in = from;
        }
        return from;
    }

    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }
}
