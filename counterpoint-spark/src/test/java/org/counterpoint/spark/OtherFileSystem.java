package org.counterpoint.spark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Seekable;
import org.apache.spark.TaskContext;

/** The disk under the scheme {@code other}, as if it were a file system that only Hadoop knows; some files fail. */
public final class OtherFileSystem extends RawLocalFileSystem {
    static final String SCHEME = "other";
    /** The name of a file that cannot be opened. */
    static final String UNREADABLE = "unreadable.jsonl";
    /** The name of a file that tasks cannot open any more; the plan of the input could. */
    static final String GONE = "gone.jsonl";
    /** The name of a file that breaks off in the middle when tasks read it. */
    static final String TORN = "torn.jsonl";

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataInputStream open(Path file, int buffer) throws IOException {
        boolean task = TaskContext.get() != null;
        if (file.getName().equals(UNREADABLE) || task && file.getName().equals(GONE)) {
            throw new IOException("the disk is gone");
        }
        FSDataInputStream in = super.open(file, buffer);
        return task && file.getName().equals(TORN) ? new FSDataInputStream(new Torn(in)) : in;
    }

    private static final class Torn extends InputStream implements Seekable, PositionedReadable {
        private static final int BYTES = 1000;

        private final FSDataInputStream in;

        Torn(FSDataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            if (in.getPos() > BYTES) {
                throw new IOException("the disk is gone");
            }
            return in.read();
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) throws IOException {
            return in.read(position, buffer, offset, length);
        }

        @Override
        public void readFully(long position, byte[] buffer, int offset, int length) throws IOException {
            in.readFully(position, buffer, offset, length);
        }

        @Override
        public void readFully(long position, byte[] buffer) throws IOException {
            in.readFully(position, buffer);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
