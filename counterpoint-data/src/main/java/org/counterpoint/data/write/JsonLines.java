package org.counterpoint.data.write;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Lines file being written, in UTF-8. A full disk is an {@link UncheckedIOException} that says so. */
public final class JsonLines implements Closeable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final OutputStream out;
    private final Line line;

    public JsonLines(Path file) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        } catch (IOException e) {
            throw failed(e);
        }
        this.line = new Line(out);
    }

    public void write(ObjectNode row) {
        write(JSON.writeValueAsBytes(row));
    }

    /** @param json one JSON value without a line break */
    public void write(String json) {
        write(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a line of several parts. */
    void write(Consumer<Line> parts) {
        try {
            parts.accept(line);
            out.write('\n');
        } catch (UncheckedIOException e) {
            throw failed(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void write(byte[] json) {
        try {
            out.write(json);
            out.write('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }

    /** A line being written. */
    static final class Line {
        private final OutputStream out;

        Line(OutputStream out) {
            this.out = out;
        }

        /** Text that is JSON already, ASCII only. */
        Line json(String json) {
            return json(json.getBytes(StandardCharsets.US_ASCII));
        }

        /** JSON in UTF-8. */
        Line json(byte[] json) {
            try {
                out.write(json);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Line text(String text) {
            return json(QuotedText.of(text));
        }
    }
}
