package org.counterpoint.data.rows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Reasons;
import org.counterpoint.data.work.OrderedTasks;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a text file: JSON Lines or one JSON array, packed or not. The reading thread cuts; other threads parse what
 * was cut, some batches ahead.
 */
final class TextRows implements RowReader {
    private static final int FIRST_ROWS = 64;
    private static final int ROWS = 512;
    private static final int BYTES = 1 << 18;
    private static final int FIRST_BYTES = 1 << 14;

    private final String name;
    private final long size;
    private final CountedFile file;
    private final ByteSource bytes;
    /** Whether offsets in what is cut are offsets in a file that can be read again. */
    private final boolean placed;

    private final boolean namedArray;

    private final RowSplitter splitter;
    private final RowBytes buffer = new RowBytes();
    private final OrderedTasks<List<Row>> ahead = new OrderedTasks<>();
    private Iterator<Row> rows = Collections.emptyIterator();
    private long cut;
    private @Nullable Row next;
    private @Nullable RuntimeException failure;
    private boolean ended;

    private TextRows(
            String name,
            long size,
            CountedFile file,
            ByteSource bytes,
            boolean array,
            boolean namedArray,
            boolean placed) {
        this.name = name;
        this.size = size;
        this.file = file;
        this.bytes = bytes;
        this.placed = placed;
        this.splitter = array ? new ArraySplitter(bytes) : new LineSplitter(bytes);
        this.namedArray = namedArray;
    }

    /**
     * Lines from within a file.
     *
     * @param offset where the stream's first byte stands in the file
     * @param line the number of the line that begins there
     */
    static TextRows lines(InputStream in, String name, long offset, long line) throws IOException {
        CountedFile file = new CountedFile(in);
        return new TextRows(name, 0, file, new ByteSource(file, offset, line), false, false, false);
    }

    /**
     * Opens a file.
     *
     * @param name what it is called in messages and origins
     * @param array whether the name promises one array; what it begins with decides where it is the other of the two
     */
    static TextRows open(Path path, String name, Compression compression, boolean array) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            CountedFile file = new CountedFile(in);
            ByteSource bytes = unpack(name, compression, file);
            boolean placed = compression == Compression.NONE && Files.isRegularFile(path);
            String begins = bytes.beginning();
            boolean isArray = array ? !begins.startsWith("{") : begins.equals("[{");
            return new TextRows(name, Files.size(path), file, bytes, isArray, array, placed);
        } catch (IOException | InputException e) {
            in.close();
            throw e;
        }
    }

    private static ByteSource unpack(String name, Compression compression, CountedFile file) throws IOException {
        try {
            return new ByteSource(compression.unpack(file));
        } catch (DiskException e) {
            throw e;
        } catch (IOException e) {
            throw new InputException(name + " is not the compressed file that its name promises: " + why(e), e);
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            if (rows.hasNext()) {
                next = rows.next();
            } else if (!nextBatch()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Row next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        Row row = next;
        next = null;
        return row;
    }

    /** Takes the next rows; the first ones are parsed right here, so that small files need no other thread. */
    private boolean nextBatch() {
        if (cut == 0) {
            rows = cut(FIRST_ROWS).parse().iterator();
            return true;
        }
        while (!ended && ahead.hasRoom()) {
            RowBatch batch = cut(ROWS);
            ahead.add(batch::parse, batch.bytes());
        }
        if (ahead.size() > 0) {
            rows = ahead.take().iterator();
            return true;
        }
        if (failure != null) {
            throw failure;
        }
        return false;
    }

    /** Cuts off the next rows; at the file's end, or where it cannot be read on, sets {@link #ended}. */
    private RowBatch cut(int most) {
        RowBatch batch = new RowBatch(cut == 0 ? FIRST_BYTES : BYTES + FIRST_BYTES);
        while (!ended && batch.rows() < most && batch.bytes() < BYTES) {
            cutRow(batch);
        }
        cut++;
        return batch;
    }

    private void cutRow(RowBatch batch) {
        try {
            if (!splitter.next(buffer)) {
                ended = true;
                return;
            }
        } catch (ArraySplitter.NoArrayException e) {
            fail(new InputException(
                    name + ":1: a .json file holds one array, but " + e.getMessage()
                            + ".\nWhere it holds one object a line, let its name end in .jsonl.",
                    e));
            return;
        } catch (DiskException e) {
            fail(new UncheckedIOException(name + " cannot be read on: " + e.getMessage(), e));
            return;
        } catch (IOException e) {
            ended = true;
            batch.addBroken(
                    origin(),
                    new RowSplitter.Fault(
                            Reasons.TRUNCATED_FILE,
                            "the compressed data end too early or are damaged (" + why(e)
                                    + "); the rows before are used"));
            return;
        }
        if (namedArray && cut == 0 && splitter.element() == 0 && batch.rows() == 0 && buffer.leavesOpen()) {
            fail(new InputException(name + ":1: a .json file holds one array, or one object a line, but this one begins"
                    + " with an object of several lines.\nPut the rows into an array, or one on each line."));
            return;
        }
        RowSplitter.Fault fault = splitter.fault();
        if (fault == null && buffer.overflowed()) {
            fault = new RowSplitter.Fault(
                    Reasons.BAD_JSON, "the row is longer than " + (RowBytes.MAX_BYTES >> 20) + " MiB");
        }
        if (fault == null) {
            batch.add(buffer, origin(), placed ? splitter.offset() : -1);
        } else {
            batch.addBroken(origin(), fault);
        }
    }

    private Origin origin() {
        return new Origin(name, splitter.line(), splitter.element());
    }

    /** To be thrown once the rows before it were given out. */
    private void fail(RuntimeException e) {
        ended = true;
        failure = e;
    }

    private static String why(IOException e) {
        if (e instanceof EOFException) {
            return "unexpected end";
        }
        return "no such data";
    }

    @Override
    public long position() {
        return file.count();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be closed", e);
        }
    }
}
