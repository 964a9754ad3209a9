package org.counterpoint.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.counterpoint.data.CountingLedger;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.pairs.core.step.CountingSink;
import org.counterpoint.pairs.core.step.RecordingSink;

/** What a task found out of its groups: its parts of the summaries, and how many entries its ledger has. */
record TaskSummary(RecordingSink recording, Map<LedgerEntry.Kind, Map<String, Long>> setAside) implements Serializable {
    /** Keeps it in the task's folder. */
    void write(java.nio.file.Path folder) throws IOException {
        try (ObjectOutputStream objects = new ObjectOutputStream(
                new BufferedOutputStream(Files.newOutputStream(folder.resolve(PairFiles.SUMMARY))))) {
            objects.writeObject(this);
        }
    }

    /** Merges what the task of a folder found into the wholes. */
    static void merge(String folder, Configuration hadoop, CountingSink sink, CountingLedger ledger)
            throws IOException {
        Path file = new Path(folder, PairFiles.SUMMARY);
        try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file))) {
            TaskSummary summary = read(in);
            summary.recording().replay(sink);
            ledger.count(summary.setAside());
        }
    }

    private static TaskSummary read(InputStream in) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (ObjectInputStream objects = new ObjectInputStream(in) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass type) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(type.getName(), false, loader);
                } catch (ClassNotFoundException e) {
                    return super.resolveClass(type);
                }
            }
        }) {
            return (TaskSummary) objects.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException("a task's summary is of another version of Counterpoint: " + e.getMessage(), e);
        }
    }
}
