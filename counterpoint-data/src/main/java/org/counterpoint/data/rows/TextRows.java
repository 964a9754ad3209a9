package org.counterpoint.data.rows;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.counterpoint.data.InputException;
import org.counterpoint.data.Origin;
import org.counterpoint.data.Reasons;
import org.jspecify.annotations.Nullable;

/** Rows of a text file: JSON Lines or one JSON array, packed or not. */
final class TextRows implements RowReader {
    private final String name;
    private final long size;
    private final CountedFile file;
    private final ByteSource bytes;
    private final RowSplitter splitter;
    private final RowParser parser = new RowParser();
    private final RowBytes buffer = new RowBytes();
    private @Nullable Row next;
    private boolean ended;

    private TextRows(String name, long size, CountedFile file, ByteSource bytes, boolean array) {
        this.name = name;
        this.size = size;
        this.file = file;
        this.bytes = bytes;
        this.splitter = array ? new ArraySplitter(bytes) : new LineSplitter(bytes);
    }

    static TextRows open(Path path, Compression compression, boolean array) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            CountedFile file = new CountedFile(in);
            ByteSource bytes = unpack(path, compression, file);
            return new TextRows(path.toString(), Files.size(path), file, bytes, array);
        } catch (IOException | InputException e) {
            in.close();
            throw e;
        }
    }

    private static ByteSource unpack(Path path, Compression compression, CountedFile file) throws IOException {
        try {
            return new ByteSource(compression.unpack(file));
        } catch (DiskException e) {
            throw e;
        } catch (IOException e) {
            throw new InputException(path + " is not the compressed file that its name promises: " + why(e), e);
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            next = read();
            ended |= next == null;
        }
        return next != null;
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

    private @Nullable Row read() {
        try {
            if (!splitter.next(buffer)) {
                return null;
            }
        } catch (ArraySplitter.NoArrayException e) {
            throw new InputException(
                    name + ":1: a .json file holds one array, but " + e.getMessage()
                            + ".\nWhere it holds one object a line, let its name end in .jsonl.",
                    e);
        } catch (DiskException e) {
            throw new UncheckedIOException(name + " cannot be read on: " + e.getMessage(), e);
        } catch (IOException e) {
            ended = true;
            return new Row.Broken(
                    origin(),
                    Reasons.TRUNCATED_FILE,
                    "the compressed data end too early or are damaged (" + why(e) + "); the rows before are used");
        }
        String fault = splitter.fault();
        if (fault != null) {
            return new Row.Broken(origin(), Reasons.BAD_JSON, fault);
        }
        if (buffer.overflowed()) {
            return new Row.Broken(
                    origin(), Reasons.BAD_JSON, "the row is longer than " + (RowBytes.MAX_BYTES >> 20) + " MiB");
        }
        return parser.parse(buffer.array(), buffer.length(), origin());
    }

    private Origin origin() {
        return new Origin(name, splitter.line());
    }

    private static String why(IOException e) {
        if (e instanceof EOFException) {
            return "unexpected end";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
