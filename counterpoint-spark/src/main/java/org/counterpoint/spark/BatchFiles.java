package org.counterpoint.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Records on their way from the driver to tasks, some a file: a task takes a file. For one thread. */
final class BatchFiles implements Closeable {
    private final FileSystem files;
    private final Path folder;
    private final int most;
    private final List<String> names = new ArrayList<>();
    private @Nullable DataOutputStream out;
    private int inFile;

    /**
     * In a folder that all tasks see.
     *
     * @param most records a file
     */
    BatchFiles(Configuration hadoop, boolean here, int most) throws IOException {
        this.files = here ? FileSystem.getLocal(hadoop) : FileSystem.get(hadoop);
        Path parent = here ? new Path(System.getProperty("java.io.tmpdir")) : files.getHomeDirectory();
        this.folder = files.makeQualified(new Path(parent, "counterpoint-" + UUID.randomUUID()));
        this.most = most;
        files.mkdirs(folder);
    }

    /** Writes or reads a record. */
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    void add(Writing record) throws IOException {
        DataOutputStream to = out;
        if (to == null) {
            Path file = new Path(folder, String.format(Locale.ROOT, "batches-%08d", names.size()));
            to = new DataOutputStream(new BufferedOutputStream(files.create(file)));
            names.add(file.toString());
            out = to;
        }
        record.to(to);
        if (++inFile == most) {
            finish();
        }
    }

    /** Ends the adding. */
    void finish() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            inFile = 0;
        }
    }

    List<String> names() {
        return names;
    }

    /** Where tasks may write. */
    String folder() {
        return folder.toString();
    }

    static DataInputStream open(String file, Configuration hadoop) throws IOException {
        Path path = new Path(file);
        return new DataInputStream(
                new BufferedInputStream(path.getFileSystem(hadoop).open(path)));
    }

    /** Whether something follows. */
    static boolean more(DataInputStream in) throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    @Override
    public void close() throws IOException {
        try {
            finish();
        } finally {
            files.delete(folder, true);
        }
    }
}
