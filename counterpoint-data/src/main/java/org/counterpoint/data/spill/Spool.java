package org.counterpoint.data.spill;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Values put down in a scratch file one after the other, and read back in that order as often as one likes. */
public final class Spool<T> implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final Codec<T> codec;
    private final DataOutputStream out;
    private long count;

    public Spool(Codec<T> codec, Scratch scratch) {
        this.codec = codec;
        this.file = scratch.newFile();
        try {
            this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    public void add(T value) {
        try {
            codec.write(value, out);
            count++;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the writing; values are read through {@link #open}. */
    public void finish() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Reads from the start; after {@link #finish} only. */
    public Cursor<T> open() {
        return new Cursor<>(this);
    }

    /** Reads from the start, once: the file is deleted with its last value; after {@link #finish} only. */
    public Iterator<T> drain() {
        Cursor<T> cursor = open();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                if (cursor.hasNext()) {
                    return true;
                }
                cursor.close();
                Spool.this.close();
                return false;
            }

            @Override
            public T next() {
                return cursor.next();
            }
        };
    }

    /** Closes the file if it is still being written, and deletes it. */
    @Override
    public void close() {
        finish();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                "the temporary file " + file + " failed (is the disk full?): " + e.getMessage(), e);
    }

    /** A place in a spool. */
    public static final class Cursor<T> implements Iterator<T>, Closeable {
        private final Spool<T> spool;
        private final DataInputStream in;
        private long read;

        private Cursor(Spool<T> spool) {
            this.spool = spool;
            try {
                this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(spool.file), BUFFER));
            } catch (IOException e) {
                throw spool.failed(e);
            }
        }

        @Override
        public boolean hasNext() {
            return read < spool.count;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            read++;
            try {
                return spool.codec.read(in);
            } catch (IOException e) {
                throw spool.failed(e);
            }
        }

        /** The next value, or null at the end. */
        @Nullable
        T nextOrNull() {
            return hasNext() ? next() : null;
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw spool.failed(e);
            }
        }
    }
}
