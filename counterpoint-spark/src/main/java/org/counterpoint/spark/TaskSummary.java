package org.counterpoint.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Map;
import org.counterpoint.data.LedgerEntry;
import org.counterpoint.pairs.step.RecordingSink;

/** What a task found out of its groups: its parts of the summaries, and how many entries its ledger has. */
record TaskSummary(RecordingSink recording, Map<LedgerEntry.Kind, Map<String, Long>> setAside) implements Serializable {
    void write(OutputStream out) throws IOException {
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(this);
        }
    }

    static TaskSummary read(InputStream in) throws IOException {
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
