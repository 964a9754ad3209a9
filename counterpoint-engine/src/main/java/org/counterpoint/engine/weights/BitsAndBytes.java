package org.counterpoint.engine.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checkpoints that bitsandbytes quantised to NF4: {@code quantization_config} in the config, and beside each {@code weight} of
 * four bits a number the tensors of its state. They are read as the numbers that they stand for.
 */
final class BitsAndBytes {
    private static final String KEY = "quantization_config";
    private static final String STATE = ".quant_state.bitsandbytes__";

    private BitsAndBytes() {}

    /** Why a checkpoint with this {@code quantization_config} is not read; nothing where it is. */
    static Optional<String> unread(JsonNode quantisation) {
        String method = quantisation.path("quant_method").asString("of unknown method");
        if (!method.equals("bitsandbytes")) {
            return Optional.of(method);
        }
        if (!quantisation.path("load_in_4bit").asBoolean(false)) {
            return Optional.of("bitsandbytes in 8 bits");
        }
        String type = quantisation.path("bnb_4bit_quant_type").asString("fp4");
        if (!type.equals("nf4")) {
            return Optional.of("bitsandbytes " + type);
        }
        String storage = quantisation.path("bnb_4bit_quant_storage").asString("uint8");
        return storage.equals("uint8") ? Optional.empty() : Optional.of("bitsandbytes nf4 stored as " + storage);
    }

    /** Whether a config is of one. */
    static boolean isOne(JsonObject config) {
        return config.node().path(KEY).path("quant_method").asString("").equals("bitsandbytes");
    }

    /** The config of the model whose numbers the quantised ones stand for. */
    static byte[] dequantised(JsonObject config) {
        ObjectNode plain = config.node().deepCopy();
        plain.remove(KEY);
        return JsonObject.pretty(plain);
    }

    /**
     * The tensors of the model, those that lie quantised as what they stand for.
     *
     * @param found all tensors by name
     * @throws ModelException naming the tensor that is missing or does not fit
     */
    static Map<String, TensorData> read(Path folder, Map<String, TensorData> found) {
        Map<String, TensorData> left = new LinkedHashMap<>(found);
        Map<String, TensorData> read = new LinkedHashMap<>();
        for (String state : found.keySet()) {
            int at = state.indexOf(STATE);
            if (at >= 0) {
                String weight = state.substring(0, at);
                read.put(weight, new QuantState(folder, weight, state.substring(at + STATE.length()), left).read());
            }
        }
        left.forEach((name, tensor) -> {
            if (tensor.dtype() == DType.U8 && name.endsWith(".weight")) {
                throw new ModelException(folder + ": tensor " + name + " is quantised, and " + name + STATE
                        + "nf4 is not there: the folder is cut short, fetch it again");
            }
        });
        read.putAll(left);
        return read;
    }
}
