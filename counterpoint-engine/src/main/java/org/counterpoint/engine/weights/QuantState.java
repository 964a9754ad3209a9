package org.counterpoint.engine.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.counterpoint.engine.weights.quant.BlockScales;
import org.counterpoint.engine.weights.quant.Nf4Matrix;

/** One quantised weight of a checkpoint with its state: {@code absmax}, {@code quant_map}, {@code nested_…} and a JSON object. */
final class QuantState {
    private static final String NAME = ".quant_state.bitsandbytes__";
    private static final int LARGEST_STATE = 1 << 16;
    private static final int CODES = 16;
    private static final int NESTED_CODES = 256;
    private static final List<Integer> BLOCKS = List.of(32, 64, 128, 256, 512, 1024, 2048, 4096);

    private final Path folder;
    private final String weight;
    private final String type;
    private final Map<String, TensorData> left;

    /**
     * @param type as it stands in the name of its state
     * @param left tensors by name, from which it takes its own
     */
    QuantState(Path folder, String weight, String type, Map<String, TensorData> left) {
        this.folder = folder;
        this.weight = weight;
        this.type = type;
        this.left = left;
    }

    DequantisedTensor read() {
        JsonObject state = state();
        String said = state.text("quant_type").orElse(type);
        if (!type.equals("nf4") || !said.equals("nf4")) {
            throw fault(NAME + type, "is of " + said + " numbers, of which only nf4 are read");
        }
        List<Integer> shape = state.wholeNumbers("shape", 1, Integer.MAX_VALUE);
        if (shape.size() != 2) {
            throw fault(NAME + type, "says the shape " + shape + ", and a matrix has two sizes");
        }
        long numbers = (long) shape.get(0) * shape.get(1);
        int block = block(state, "blocksize");
        ByteBuffer codes = bytes(take("", DType.U8, (numbers + 1) / 2));
        return new DequantisedTensor(
                weight,
                new Nf4Matrix(
                        shape.get(0),
                        shape.get(1),
                        codes,
                        scales(state, (numbers + block - 1) / block),
                        floats(".quant_map", CODES),
                        block,
                        dtype(state)));
    }

    private BlockScales scales(JsonObject state, long blocks) {
        if (!state.has("nested_blocksize")) {
            return new BlockScales.Plain(
                    bytes(take(".absmax", DType.F32, blocks)).asFloatBuffer());
        }
        ByteBuffer quantised = bytes(take(".absmax", DType.U8, blocks));
        int size = block(state, "nested_blocksize");
        return new BlockScales.Nested(
                quantised,
                floats(".nested_quant_map", NESTED_CODES),
                floats(".nested_absmax", (blocks + size - 1) / size),
                size,
                (float) state.number("nested_offset"));
    }

    private JsonObject state() {
        TensorData tensor = left.remove(weight + NAME + type);
        if (tensor == null || tensor.dtype() != DType.U8 || tensor.byteSize() > LARGEST_STATE) {
            throw fault(NAME + type, "is no JSON text of bytes");
        }
        ByteBuffer text = ByteBuffer.allocate((int) tensor.byteSize());
        tensor.read(0, text);
        return JsonObject.parse(folder.resolve(tensor.name()), text.array());
    }

    private int block(JsonObject state, String key) {
        int block = state.size(key, BLOCKS.get(BLOCKS.size() - 1));
        if (!BLOCKS.contains(block)) {
            throw state.fault(key, "one of " + BLOCKS + " is needed");
        }
        return block;
    }

    private DType dtype(JsonObject state) {
        String name = state.text("dtype").orElse("");
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype.servesAsWeights() && dtype.torchName().equals(name))
                .findFirst()
                .orElseThrow(() -> state.has("dtype")
                        ? state.fault("dtype", "float32, float16 or bfloat16 is needed")
                        : state.missing("dtype"));
    }

    /** A tensor of its own, of so many elements. */
    private TensorData take(String part, DType dtype, long elements) {
        TensorData tensor = left.remove(weight + part);
        if (tensor == null) {
            throw fault(part, "is missing: the folder is cut short, fetch it again");
        }
        if (tensor.dtype() != dtype || tensor.byteSize() != elements * dtype.bytes()) {
            throw fault(
                    part,
                    "is " + tensor.dtype() + " of " + tensor.byteSize() + " bytes, and the quantised weight needs "
                            + elements * dtype.bytes() + " of " + dtype + ": it is cut short or of another model");
        }
        return tensor;
    }

    /** As they lie in their file, or a copy where that cannot be had. */
    private static ByteBuffer bytes(TensorData tensor) {
        ByteBuffer bytes = tensor.map().orElseGet(() -> {
            ByteBuffer copy = ByteBuffer.allocate(Math.toIntExact(tensor.byteSize()));
            tensor.read(0, copy);
            return copy.flip();
        });
        return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    private float[] floats(String part, long count) {
        FloatBuffer buffer = bytes(take(part, DType.F32, count)).asFloatBuffer();
        float[] values = new float[buffer.limit()];
        buffer.get(values);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw fault(part, "holds NaN or infinite numbers: the checkpoint is damaged");
            }
        }
        return values;
    }

    private ModelException fault(String part, String words) {
        return new ModelException(folder + ": tensor " + weight + part + " " + words);
    }
}
