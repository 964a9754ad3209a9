package org.counterpoint.engine.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.arch.ExpectedTensor.Kind;
import org.counterpoint.engine.arch.NormWeight;

/**
 * Makes new models with transformers' distribution of weights: linear layers and embeddings normal with
 * {@code initializer_range} as standard deviation, biases 0, norms 1, the pad token's embedding 0.
 */
public final class ModelInitializer {
    private ModelInitializer() {}

    /**
     * Writes a new model folder.
     *
     * @param config a {@code config.json}
     * @param tokenizer a {@code tokenizer.json}, or a folder with one, whose template is taken too
     * @param target must not exist
     * @param dtype what the weights are stored as: F32, F16 or BF16
     * @param seed the same gives the same bytes
     * @return SHA-256 in hex of every file, by name
     * @throws ModelException if config or tokenizer cannot be used or do not fit, or {@code target} exists
     */
    public static Map<String, String> write(
            Path config, Path tokenizer, Path target, DType dtype, long seed, long maxShardBytes) throws IOException {
        if (!dtype.servesAsWeights()) {
            throw new ModelException("weights cannot be stored as " + dtype + ": choose F32, F16 or BF16");
        }
        byte[] configBytes = JsonObject.bytes(config);
        Architecture parsed = Architecture.parse(JsonObject.parse(config, configBytes));
        Map<String, byte[]> sideFiles = NewTokenizer.read(tokenizer, config, parsed);
        List<TensorSource> tensors = ExpectedTensor.of(parsed).stream()
                .map(expected -> source(expected, parsed, dtype, seed))
                .toList();
        return FolderWriter.write(target, config, configBytes, tensors, maxShardBytes, sideFiles);
    }

    private static TensorSource source(ExpectedTensor expected, Architecture config, DType dtype, long seed) {
        long[] shape = expected.shape().stream().mapToLong(Long::longValue).toArray();
        return new TensorSource(expected.name(), dtype, shape, body(expected, config, dtype, seed));
    }

    private static TensorSource.Body body(ExpectedTensor expected, Architecture config, DType dtype, long seed) {
        int width = dtype.bytes();
        return switch (expected.kind()) {
            case BIAS -> (offset, into) -> fill(into, width, dtype, 0);
            case NORM -> {
                float start = config.norms().weight() == NormWeight.ONE_PLUS ? 0 : 1;
                yield (offset, into) -> fill(into, width, dtype, start);
            }
            case LINEAR, EMBEDDING -> {
                GaussianStream random = new GaussianStream(seed, expected.name());
                long hidden = config.hiddenSize();
                long zeroRow =
                        expected.kind() == Kind.EMBEDDING ? config.vocabulary().padToken() : -1;
                yield (offset, into) -> {
                    for (long i = offset / width; into.hasRemaining(); i++) {
                        double value = i / hidden == zeroRow ? 0 : config.initializerRange() * random.at(i);
                        put(into, dtype, (float) value);
                    }
                };
            }
        };
    }

    private static void fill(ByteBuffer into, int width, DType dtype, float value) {
        for (int i = into.remaining() / width; i > 0; i--) {
            put(into, dtype, value);
        }
    }

    private static void put(ByteBuffer into, DType dtype, float value) {
        switch (dtype) {
            case F32 -> into.putFloat(value);
            case F16 -> into.putShort(HalfFloats.toF16(value));
            case BF16 -> into.putShort(HalfFloats.toBf16(value));
            default -> throw new IllegalArgumentException("not a type of weights: " + dtype);
        }
    }
}
