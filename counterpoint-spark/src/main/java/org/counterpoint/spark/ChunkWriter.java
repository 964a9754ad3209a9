package org.counterpoint.spark;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Packs a task's records into chunks as they are asked for. */
final class ChunkWriter implements Iterator<Tuple2<Long, byte[]>> {
    /** Small enough that one a target fits into memory, big enough that a chunk's own cost is nothing. */
    private static final int FULL = 1 << 15;

    private final int from;
    private final Source source;
    private final @Nullable Open[] open;
    private final Deque<Tuple2<Long, byte[]>> ready = new ArrayDeque<>();
    private int sent;
    private boolean ended;

    /** Writes a record. */
    @FunctionalInterface
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Where the records come from. */
    @FunctionalInterface
    interface Source {
        /** Puts the next records, false where there are none any more. */
        boolean next(ChunkWriter out);
    }

    private static final class Open {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
        private final DataOutputStream out = new DataOutputStream(bytes);
    }

    /** @param from the number of the sending part */
    ChunkWriter(int from, int targets, Source source) {
        this.from = from;
        this.source = source;
        this.open = new Open[targets];
    }

    /** Sends a record to a target. */
    void put(int target, Writing record) {
        Open chunk = open[target];
        if (chunk == null) {
            chunk = new Open();
            open[target] = chunk;
        }
        try {
            record.to(chunk.out);
        } catch (IOException e) {
            throw new UncheckedIOException("a record cannot be written into memory", e);
        }
        if (chunk.bytes.size() >= FULL) {
            send(target, chunk);
        }
    }

    private void send(int target, Open chunk) {
        ready.add(new Tuple2<>(Chunk.key(target, from, sent++), chunk.bytes.toByteArray()));
        chunk.bytes.reset();
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !ended) {
            if (!source.next(this)) {
                ended = true;
                for (int target = 0; target < open.length; target++) {
                    Open chunk = open[target];
                    if (chunk != null && chunk.bytes.size() > 0) {
                        send(target, chunk);
                    }
                }
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Long, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }
}
