package org.counterpoint.data.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A file written by a thread of its own, so that whoever fills the buffers need not wait for the system to take them. A
 * failure is thrown by a later call, at the latest by {@link #close}. To be used by one thread.
 */
final class WriteBehind extends OutputStream {
    /** A multiple of every disk's block, and much enough to write at once. */
    private static final int BUFFER = 1 << 20;

    private static final int BUFFERS = 4;
    /** The one buffer that has no room, and tells the writer to stop. */
    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final WholeBlocks file;
    private final BlockingQueue<ByteBuffer> empty = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<ByteBuffer> full = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread writer;
    private ByteBuffer current;
    private volatile @Nullable IOException failure;
    private int made;
    private boolean closed;

    WriteBehind(Path file) throws IOException {
        this.file = WholeBlocks.create(file);
        this.current = this.file.buffer(BUFFER);
        this.writer = new Thread(this::writeAll, "writes " + file.getFileName());
        writer.setDaemon(true);
        writer.start();
    }

    private void writeAll() {
        try {
            for (ByteBuffer buffer = full.take(); buffer.capacity() > 0; buffer = full.take()) {
                if (failure == null) {
                    write(buffer);
                }
                empty.put(buffer.clear());
            }
        } catch (InterruptedException e) {
            failure = interrupted(e);
        }
    }

    /** After a failure nothing more is written, but buffers are still taken, so that nobody waits in vain. */
    private void write(ByteBuffer buffer) {
        try {
            file.write(buffer);
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        if (!current.hasRemaining()) {
            next();
        }
        current.put((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        while (from < offset + length) {
            if (!current.hasRemaining()) {
                next();
            }
            int count = Math.min(current.remaining(), offset + length - from);
            current.put(bytes, from, count);
            from += count;
        }
    }

    private void next() throws IOException {
        check();
        try {
            full.put(current.flip());
            made++;
            current = made < BUFFERS ? file.buffer(BUFFER) : empty.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void check() throws IOException {
        IOException known = failure;
        if (known != null) {
            throw new IOException(known.getMessage(), known);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            if (current.flip().hasRemaining()) {
                full.put(current);
            }
            full.put(END);
            writer.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        check();
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        InterruptedIOException fault = new InterruptedIOException("interrupted while writing");
        fault.initCause(e);
        return fault;
    }
}
