package org.counterpoint.data.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.counterpoint.data.JsonBytes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Lines file being written, in UTF-8. A full disk is an {@link UncheckedIOException} that says so. */
public final class JsonLines implements Closeable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final OutputStream out;

    public JsonLines(Path file) {
        this.file = file;
        try {
            this.out = new WriteBehind(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    public void write(ObjectNode row) {
        write(JSON.writeValueAsBytes(row));
    }

    /** @param json one JSON value without a line break */
    public void write(String json) {
        write(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes whole lines, their ends included. */
    public void write(JsonBytes lines) {
        try {
            lines.writeTo(out);
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
}
