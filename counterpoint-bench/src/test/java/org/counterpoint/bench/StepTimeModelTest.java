package org.counterpoint.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimeModelTest {
    @TempDir
    Path folder;

    @Test
    void aRingSendsItsShareTwiceBesideTheWayBack() {
        StepTimeModel.Gradients gradients = new StepTimeModel.Gradients(6e9, 1e9, 10, 4);
        StepTimeModel model = new StepTimeModel(12, gradients, 1e-3, 2);
        double second = 8e9 * 1514 / 1448; // of a link that sends 1e9 bytes once
        assertThat(model.seconds(2, second)).isCloseTo(6 + (6 + 0.02 - 1.5), within(1e-9));
        assertThat(model.seconds(4, second)).isCloseTo(3 + (9 + 0.06 - 0.75), within(1e-9));
        assertThat(model.seconds(1, second)).isEqualTo(12);
        // What is complete at the end travels by itself, however fast the link is.
        assertThat(model.seconds(2, 10 * second)).isCloseTo(6 + 0.1 + 0.002, within(1e-9));
    }

    @Test
    void largeMatricesAreExchangedByThemselves() throws IOException {
        byte[] header = ("{\"a.q_proj.weight\":{\"shape\":[256,200]},\"a.k_proj.weight\":{\"shape\":[256,57]},"
                        + "\"b\":{\"shape\":[256,256]},\"c\":{\"shape\":[9]},"
                        + "\"model.embed_tokens.weight\":{\"shape\":[1000,100]},\"__metadata__\":{\"format\":\"pt\"}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
        Path file = Files.write(
                folder.resolve("model.safetensors"),
                bytes.putLong(header.length).put(header).array());
        Map<String, Long> sizes = LinkComparison.sizes(file);
        assertThat(sizes)
                .containsEntry("model.embed_tokens.weight", 100_000L)
                .containsEntry("a.qkv_proj.weight", 65_792L)
                .hasSize(4);
        assertThat(LinkComparison.exchanges(sizes.values())).isEqualTo(3);
        assertThat(LinkComparison.layers(List.of("model.layers.0.a", "model.layers.1.a", "model.layers.1.b", "b")))
                .isEqualTo(2);
    }
}
