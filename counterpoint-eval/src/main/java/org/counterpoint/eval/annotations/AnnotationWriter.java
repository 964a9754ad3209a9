package org.counterpoint.eval.annotations;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.counterpoint.eval.Annotation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes {@code annotations.json} as AlpacaEval reads it: one array, a row a line. Only {@link #close} makes the array
 * whole, so write within an output that appears by renaming.
 */
public final class AnnotationWriter implements Closeable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final OutputStream out;
    private long rows;

    public AnnotationWriter(Path file) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * @param dataset the part of the test set; left out where null
     * @param more further columns, such as {@code raw_completion}, {@code price_per_example},
     *     {@code time_per_example}, or {@link BothOrders}'
     */
    public void write(Annotation annotation, @Nullable String dataset, Map<String, JsonNode> more) {
        ObjectNode row = JSON.createObjectNode()
                .put("instruction", annotation.instruction())
                .put("output_1", annotation.output1())
                .put("generator_1", annotation.generator1());
        if (dataset != null) {
            row.put("dataset", dataset);
        }
        row.put("output_2", annotation.output2())
                .put("generator_2", annotation.generator2())
                .put("annotator", annotation.annotator())
                .put("preference", annotation.preference());
        more.forEach(row::set);
        try {
            out.write((rows++ == 0 ? "[\n" : ",\n").getBytes(StandardCharsets.UTF_8));
            out.write(JSON.writeValueAsBytes(row));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try (out) {
            out.write((rows == 0 ? "[]\n" : "\n]\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
}
