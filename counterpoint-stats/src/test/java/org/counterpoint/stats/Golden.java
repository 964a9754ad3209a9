package org.counterpoint.stats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Values that R and Python's libraries computed; the scripts lie under {@code src/test/golden}. */
final class Golden {
    static final JsonNode PYTHON = read("python.json");
    static final JsonNode R = read("r.json");

    private Golden() {}

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    static double[][] rows(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(Golden::numbers)
                .toArray(double[][]::new);
    }

    static int[] wholes(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** Weights of rows that all count alike. */
    static double[] ones(int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static JsonNode read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
