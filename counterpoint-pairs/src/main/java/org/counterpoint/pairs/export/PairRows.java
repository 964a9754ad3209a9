package org.counterpoint.pairs.export;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows going into a file: one array where its name ends in {@code .json}, else JSON Lines. */
final class PairRows implements Closeable {
    private final Path file;
    private final BufferedWriter out;
    private final boolean array;
    private long count;

    PairRows(Path file) {
        this.file = file;
        this.array = file.toString().endsWith(".json");
        try {
            this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void write(ObjectNode row) {
        try {
            if (array) {
                out.write(count == 0 ? "[\n" : ",\n");
            }
            out.write(JsonMapper.shared().writeValueAsString(row));
            if (!array) {
                out.write('\n');
            }
            count++;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    long count() {
        return count;
    }

    @Override
    public void close() {
        try (out) {
            if (array) {
                out.write(count == 0 ? "[]\n" : "\n]\n");
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
}
