package org.counterpoint.data.spill;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads files at positions that rise in several rows at once, as those of one prompt's answers do where each model's
 * answers were written one after the other: every row has a window of its own, which doubles as long as the row goes on.
 * For one thread.
 */
public final class ReadWindows {
    private static final int ROWS = 32;
    private static final int LEAST = 1 << 12;
    private static final int MOST = 1 << 18;

    private final @Nullable Window[] windows = new Window[ROWS];
    private long clock;

    /**
     * Bytes of a file.
     *
     * @throws EOFException where it ends before
     */
    public byte[] read(FileChannel channel, long at, int count) throws IOException {
        byte[] out = new byte[count];
        Window window = find(channel, at);
        int taken = window == null ? 0 : window.take(at, out, 0);
        Window last = window == null ? oldest(channel) : window;
        if (taken < count) {
            int size = window == null ? LEAST : Math.min(MOST, last.buffer.length * 2);
            last.fill(at + taken, Math.max(size, Math.min(count - taken, MOST)));
            taken += last.take(at + taken, out, taken);
        }
        if (taken < count) {
            full(channel, at + taken, ByteBuffer.wrap(out, taken, count - taken));
        }
        last.used = ++clock;
        return out;
    }

    /** The window that holds the position, or ends just before it. */
    private @Nullable Window find(FileChannel channel, long at) {
        for (Window window : windows) {
            if (window != null && window.holds(channel, at)) {
                return window;
            }
        }
        return null;
    }

    private Window oldest(FileChannel channel) {
        int oldest = 0;
        for (int i = 0; i < ROWS; i++) {
            Window window = windows[i];
            if (window == null) {
                oldest = i;
                break;
            }
            Window other = windows[oldest];
            if (other != null && window.used < other.used) {
                oldest = i;
            }
        }
        Window fresh = new Window(channel);
        windows[oldest] = fresh;
        return fresh;
    }

    private static void full(FileChannel channel, long at, ByteBuffer into) throws IOException {
        long position = at;
        while (into.hasRemaining()) {
            int n = channel.read(into, position);
            if (n < 0) {
                throw new EOFException("it is shorter than it was");
            }
            position += n;
        }
    }

    private static final class Window {
        private final FileChannel channel;
        private byte[] buffer = new byte[0];
        private long start;
        private int length;
        private long used;

        Window(FileChannel channel) {
            this.channel = channel;
        }

        boolean holds(FileChannel file, long at) {
            return file.equals(channel) && at >= start && at <= start + length;
        }

        /** Copies what this window has from a position on. */
        int take(long at, byte[] out, int from) {
            int offset = (int) (at - start);
            int count = Math.min(out.length - from, length - offset);
            System.arraycopy(buffer, offset, out, from, count);
            return count;
        }

        void fill(long at, int size) throws IOException {
            if (buffer.length != size) {
                buffer = new byte[size];
            }
            start = at;
            length = 0;
            while (length < size) {
                int n = channel.read(ByteBuffer.wrap(buffer, length, size - length), at + length);
                if (n < 0) {
                    break;
                }
                length += n;
            }
        }
    }
}
