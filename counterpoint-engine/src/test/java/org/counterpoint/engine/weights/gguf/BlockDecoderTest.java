package org.counterpoint.engine.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Blocks against what gguf-py makes of them, bit for bit. */
class BlockDecoderTest {
    static final JsonNode GOLDEN = JsonMapper.shared().readTree(Path.of("src/test/resources/golden/gguf/blocks.json"));

    static Stream<String> types() {
        return GOLDEN.get("decode").valueStream().map(c -> c.get("type").stringValue());
    }

    @ParameterizedTest
    @MethodSource("types")
    void decodesAsGgufPy(String name) {
        JsonNode golden = GOLDEN.get("decode")
                .valueStream()
                .filter(c -> c.get("type").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
        byte[] bits = HexFormat.of().parseHex(golden.get("bits").stringValue());
        ByteBuffer blocks = ByteBuffer.wrap(
                        HexFormat.of().parseHex(golden.get("blocks").stringValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] decoded = new float[bits.length / Float.BYTES];
        BlockDecoder.decode(TensorType.valueOf(name), blocks, 0, decoded, decoded.length);
        ByteBuffer actual = ByteBuffer.allocate(bits.length);
        for (float value : decoded) {
            actual.putFloat(value);
        }
        assertThat(HexFormat.of().formatHex(actual.array()))
                .isEqualTo(golden.get("bits").stringValue());
    }

    @Test
    void everyTypeThatIsReadHasAGoldenValue() {
        assertThat(types())
                .containsExactlyInAnyOrder(
                        Stream.of(TensorType.values()).map(TensorType::name).toArray(String[]::new));
    }
}
