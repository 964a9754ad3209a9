package org.counterpoint.engine.weights.gguf;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.arch.Architecture;
import org.counterpoint.engine.arch.ExpectedTensor;
import org.counterpoint.engine.weights.TensorData;
import org.counterpoint.engine.weights.WholeRows;

/** The weights of a GGUF file under their names in transformers, read from it as they are asked for. */
public final class GgufWeights implements AutoCloseable {
    /** What the file is called in a model folder. */
    public static final String FILE = "model.gguf";

    private final GgufFile file;
    private final Map<String, GgufTensor> tensors;

    private GgufWeights(GgufFile file, Map<String, GgufTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /**
     * Opens a file.
     *
     * @param config what it should hold the weights of
     * @throws ModelException if it is no sound GGUF file, or of another model
     */
    public static GgufWeights open(Path path, Architecture config) {
        GgufFile file = GgufFile.open(path);
        boolean sound = false;
        try {
            GgufWeights opened = new GgufWeights(file, of(file, config));
            sound = true;
            return opened;
        } finally {
            if (!sound) {
                file.close();
            }
        }
    }

    /** By the names of {@link ExpectedTensor#of}, in its order; to be used while this is open. */
    public Map<String, ? extends TensorData> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    public Path path() {
        return file.path();
    }

    /** Bytes of the file. */
    public long length() {
        return file.length();
    }

    @Override
    public void close() {
        file.close();
    }

    /**
     * By the names of {@link ExpectedTensor#of}, in its order.
     *
     * @throws ModelException if one is missing, has another shape than the config asks for, or is not known
     */
    static Map<String, GgufTensor> of(GgufFile file, Architecture config) {
        GgufArchitecture architecture = GgufArchitecture.of(file.metadata());
        Map<String, GgufTensor> weights = new LinkedHashMap<>();
        Set<String> left = new HashSet<>(file.tensors().keySet());
        left.removeAll(Set.of(GgufNames.ROPE_FACTORS, GgufNames.SHORT_FACTORS, GgufNames.LONG_FACTORS));
        for (ExpectedTensor expected : ExpectedTensor.of(config)) {
            String name = GgufNames.of(expected.name(), architecture);
            GgufFile.Tensor tensor = file.tensors().get(name);
            if (tensor == null) {
                throw fault(file, "tensor " + name + " is missing");
            }
            if (!tensor.shape().equals(expected.shape())) {
                throw fault(
                        file,
                        "tensor " + name + " has the shape " + tensor.shape() + ", its metadata ask for "
                                + expected.shape());
            }
            if (tensor.shape().size() == 1 && !tensor.type().plain()) {
                throw fault(
                        file,
                        "tensor " + name + " is stored as " + tensor.type()
                                + ": norms and biases are read as F32, F16 or BF16 only");
            }
            left.remove(name);
            HeadRows order = HeadRows.of(
                    expected.name(), architecture, config.attention().headDim());
            float added = expected.kind() == ExpectedTensor.Kind.NORM ? GgufArchitecture.addedToNorms(config) : 0;
            weights.put(expected.name(), new GgufTensor(expected.name(), tensor, order, added));
        }
        if (!left.isEmpty()) {
            throw fault(
                    file,
                    "tensor " + new TreeSet<>(left).first()
                            + " is not known for its architecture and may change what it computes");
        }
        return weights;
    }

    private static ModelException fault(GgufFile file, String words) {
        return new ModelException(file.metadata().file() + ": " + words);
    }

    /** Tensors of a GGUF file, stacked along their first dimension, as they are stored; nothing where one has no blocks. */
    public static Optional<WholeRows> wholes(List<TensorData> tensors) {
        boolean blocks = tensors.stream()
                .allMatch(tensor ->
                        tensor instanceof GgufTensor of && !of.stored().type().plain());
        return blocks
                ? Optional.of(new StackedWholes(
                        tensors.stream().map(GgufTensor.class::cast).toList()))
                : Optional.empty();
    }
}
