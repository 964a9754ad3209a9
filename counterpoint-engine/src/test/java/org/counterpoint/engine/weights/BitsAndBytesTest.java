package org.counterpoint.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.counterpoint.engine.JsonObject;
import org.counterpoint.engine.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Folders that bitsandbytes and transformers wrote, whole and damaged; see src/test/golden/quantised.py. */
class BitsAndBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/quantised");
    private static final String WEIGHT = "model.layers.1.mlp.down_proj.weight";
    private static final String STATE = WEIGHT + ".quant_state.bitsandbytes__nf4";

    @TempDir
    Path root;

    /** A copy of a golden folder with one tensor changed; null takes it out. */
    private Path damaged(String kind, String name, UnaryOperator<byte[]> change) throws IOException {
        Path folder = root.resolve("damaged");
        Files.createDirectories(folder);
        Files.copy(GOLDEN.resolve(kind).resolve("config.json"), folder.resolve("config.json"));
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        ObjectNode header = JsonObject.MAPPER.createObjectNode();
        long at = 0;
        try (SafetensorsFile file = SafetensorsFile.open(GOLDEN.resolve(kind).resolve("model.safetensors"))) {
            for (TensorData tensor : file.tensors().values()) {
                ByteBuffer all = ByteBuffer.allocate((int) tensor.byteSize());
                tensor.read(0, all);
                byte[] kept = tensor.name().equals(name) ? change.apply(all.array()) : all.array();
                if (kept.length == 0) {
                    continue;
                }
                bytes.put(tensor.name(), kept);
                ObjectNode entry = header.putObject(tensor.name());
                entry.put("dtype", tensor.dtype().name());
                if (kept.length == all.capacity()) {
                    for (long size : tensor.shape()) {
                        entry.withArray("shape").add(size);
                    }
                    entry.withArray("shape");
                } else {
                    entry.putArray("shape").add(kept.length / tensor.dtype().bytes());
                }
                entry.putArray("data_offsets").add(at).add(at + kept.length);
                at += kept.length;
            }
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate((int) (8 + text.length + at)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        bytes.values().forEach(file::put);
        Files.write(folder.resolve("model.safetensors"), file.array());
        return folder;
    }

    private static void refused(Path folder, String message) {
        assertThatThrownBy(() -> ModelFolder.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(message);
    }

    private static byte[] shorter(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 4);
    }

    @ParameterizedTest
    @CsvSource({"nf4, 4.5", "nf4-double, 4.125"})
    void aFolderIsTheModelThatItStandsFor(String kind, double bits) {
        try (ModelFolder folder = ModelFolder.open(GOLDEN.resolve(kind))) {
            assertThat(folder.quantised()).hasSize(2 * 7);
            ModelInspection inspection = ModelInspection.of(folder);
            ModelInspection.Quantised quantised = Objects.requireNonNull(inspection.quantised());
            assertThat(quantised.kind()).isEqualTo(kind);
            assertThat(quantised.matrices()).isEqualTo(14);
            assertThat(quantised.bitsPerNumber()).isGreaterThanOrEqualTo(bits);
            assertThat(folder.tensor(WEIGHT).dtype()).isEqualTo(DType.BF16);
            folder.checkFinite();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nf4, .absmax, is missing: the folder is cut short",
        "nf4, .quant_map, is missing: the folder is cut short",
        "nf4, '', is missing: the folder is cut short",
        "nf4-double, .absmax, is missing: the folder is cut short",
        "nf4-double, .nested_absmax, is missing: the folder is cut short",
        "nf4-double, .nested_quant_map, is missing: the folder is cut short",
    })
    void aMissingPartIsNamed(String kind, String part, String words) throws IOException {
        refused(damaged(kind, WEIGHT + part, bytes -> new byte[0]), "tensor " + WEIGHT + part + " " + words);
    }

    @ParameterizedTest
    @CsvSource({
        "nf4, '', U8 of 380 bytes",
        "nf4, .absmax, F32 of 44 bytes",
        "nf4, .quant_map, F32 of 60 bytes",
        "nf4-double, .absmax, U8 of 8 bytes",
        "nf4-double, .nested_quant_map, F32 of 1020 bytes",
    })
    void aPartThatIsCutShortIsNamed(String kind, String part, String has) throws IOException {
        refused(
                damaged(kind, WEIGHT + part, BitsAndBytesTest::shorter),
                "tensor " + WEIGHT + part + " is " + has + ", and the quantised weight needs");
    }

    @Test
    void aWeightWithoutItsStateIsNamed() throws IOException {
        refused(
                damaged("nf4", STATE, bytes -> new byte[0]),
                "tensor " + WEIGHT + " is quantised, and " + WEIGHT
                        + ".quant_state.bitsandbytes__nf4 is not there: the folder is cut short");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"nf4\"|\"fp4\"|is of fp4 numbers, of which only nf4 are read",
                "\"blocksize\": 64|\"blocksize\": 48|`blocksize` is 48",
                "bfloat16|int8|`dtype` is \"int8\": float32, float16 or bfloat16 is needed",
                "{|[|not valid JSON",
            })
    void aStateThatSaysOtherwiseIsNamed(String from, String to, String words) throws IOException {
        Path folder = damaged("nf4", STATE, bytes -> new String(bytes, StandardCharsets.UTF_8)
                .replace(from, to)
                .getBytes(StandardCharsets.UTF_8));
        refused(folder, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {".quant_map", ".absmax"})
    void numbersThatAreNoneAreFound(String part) throws IOException {
        Path folder = damaged("nf4", WEIGHT + part, bytes -> {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, Float.NaN);
            return bytes;
        });
        assertThatThrownBy(() -> {
                    try (ModelFolder opened = ModelFolder.open(folder)) {
                        opened.checkFinite();
                    }
                })
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(WEIGHT)
                .hasMessageContaining("NaN or infinit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"load_in_4bit\": true|\"load_in_4bit\": false|(bitsandbytes in 8 bits)",
                "\"bnb_4bit_quant_type\": \"nf4\"|\"bnb_4bit_quant_type\": \"fp4\"|(bitsandbytes fp4)",
                "\"uint8\"|\"bfloat16\"|(bitsandbytes nf4 stored as bfloat16)",
            })
    void otherKindsAreNamed(String from, String to, String words) throws IOException {
        Path folder = damaged("nf4", "", bytes -> bytes);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace(from, to));
        refused(folder, "is a quantised checkpoint " + words);
    }
}
